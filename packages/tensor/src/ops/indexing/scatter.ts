import type { AxisOption } from '../../array/along-axis.ts'
import { convert } from '../../array/convert.ts'
import { zeros } from '../../array/create.ts'
import { isFloat } from '../../array/dtype.ts'
import { fail } from '../../array/error.ts'
import { indexedShape, walkIndexed } from '../../array/index-axis.ts'
import { arange } from '../../array/range.ts'
import { type Shape, sizeOf } from '../../array/shape.ts'
import type { Arg, Indices, Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { equal } from '../elementwise/compare.ts'
import { where } from '../elementwise/where.ts'
import { reshape } from '../shape/reshape.ts'
import { callScatter, gather, spread } from './gather-scatter.ts'

export const scatterOp: Op<{ readonly axis: number }> = {
  name: 'scatter',
  batch: 'repeated',
  forward([x, indices, values], { axis }) {
    if (x.dtype !== values.dtype && !isFloat(x.dtype) && (x.dtype === 'bool' || isFloat(values.dtype)))
      fail('scatter', `${values.dtype} values do not fit ${x.dtype}; cast one of them`)
    const shape = indexedShape('scatter', x, axis, indices, values)
    const y = convert(x, x.dtype, 'scatter')
    const { data, offset } = spread('scatter', values, shape)
    walkIndexed('scatter', y, indices, axis, shape, (o, at) => {
      y.data[at] = data[offset + o]
    })
    return y
  },
  derivative: (g, _y, [x, indices, values], { axis }, { broadcastTo }) => [
    () => scatter(g, indices, 0, { axis }),
    null,
    () => {
      const shape = indexedShape('scatter', x, axis, indices, values)
      return where(
        lasting(x.shape, indices, shape, axis),
        broadcastTo(gather(g, indices, { axis }), shape),
        0,
      )
    },
  ],
}

/** Which of the written values remain: those that no later value replaced. */
function lasting(shape: Shape, indices: Tensor, written: Shape, axis: number): Tensor {
  const order = reshape(arange(sizeOf(written), { dtype: 'int32' }), written)
  const last = apply(scatterOp, [zeros(shape, { dtype: 'int32' }), indices, order], { axis })
  return equal(gather(last, indices, { axis }), order)
}

/**
 * `x` with values written at indices along an axis, the last one by default: result[…, indices[…,
 * i, …], …] = values[…, i, …]. If an index occurs several times, the last value stays. Indices with
 * as many axes as `x` select elements and 1-d indices select slices, as in {@link scatterAdd}.
 * Indices and values broadcast. The dtype is that of `x`. Throws for an index outside the axis, and
 * for values that the dtype cannot hold. See {@link at} for ranges and masks.
 *
 * @example
 * scatter(zeros([3]), tensor([0, 2], { dtype: 'int32' }), tensor([1, 2])).toArray() // [1, 0, 2]
 * scatter(zeros([2, 2]), tensor([1], { dtype: 'int32' }), tensor([[3, 4]]), { axis: 0 }).toArray() // [[0, 0], [3, 4]]
 */
export function scatter<A extends Arg>(
  x: A,
  indices: Indices,
  values: Arg,
  options?: AxisOption,
): Tensor<Own<A>>
export function scatter(x: Arg, indices: Indices, values: Arg, options: AxisOption = {}): Tensor {
  return callScatter(scatterOp, x, indices, values, options)
}
