/**
 * Reading elements by index, and adding values at indices. Each op is the transpose of the other.
 */
import { type AxisOption, axisOption } from '../../array/along-axis.ts'
import { compact, convert } from '../../array/convert.ts'
import { zerosLike } from '../../array/create.ts'
import { allocate, isFloat, numeric } from '../../array/dtype.ts'
import { fail } from '../../array/error.ts'
import { fast } from '../../array/fast.ts'
import { checkAxes, indexedShape, walkIndexed } from '../../array/index-axis.ts'
import { asTensor, operands } from '../../array/operands.ts'
import { axisOf, type Shape } from '../../array/shape.ts'
import { type Arg, type Indices, type Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { broadcastToOp } from '../shape/broadcast-to.ts'
import { reshape } from '../shape/reshape.ts'

export const gatherOp: Op<{ readonly axis: number }> = {
  name: 'gather',
  batch: 'axis',
  forward([x, indices], options) {
    const axis = axisOf('gather', options.axis, x.ndim)
    checkAxes('gather', x, indices, 'use take')
    const shape = indexedShape('gather', x, axis, indices)
    const out = allocate('gather', x.dtype, shape)
    if (!fast.gather?.(x, indices, axis, out))
      walkIndexed('gather', x, indices, axis, shape, (o, at) => {
        out[o] = x.data[at]
      })
    return new Tensor(x.dtype, out, shape)
  },
  derivative: (g, _y, [x, indices], { axis }) => [() => scatterAdd(zerosLike(x), indices, g, { axis }), null],
}

/**
 * The elements at indices along an axis, the last one by default: result[…, i, …] = x[…, indices[…,
 * i, …], …] (NumPy's take_along_axis). Both operands have the same number of axes and broadcast on
 * the other axes. Throws for an index outside the axis.
 *
 * @example
 * gather(tensor([[1, 2], [3, 4]]), tensor([[1], [0]], { dtype: 'int32' })).toArray() // [[2], [3]]
 */
export function gather<A extends Arg>(x: A, indices: Indices, options: AxisOption = {}): Tensor<Own<A>> {
  const axis = axisOption('gather', options) ?? -1
  return apply(gatherOp, [asTensor('gather', x), asTensor('gather', indices)], { axis })
}

export const scatterAddOp: Op<{ readonly axis: number }> = {
  name: 'scatterAdd',
  batch: 'repeated',
  dtypes: 'number',
  forward([x, indices, values], { axis }) {
    numeric('scatterAdd', x.dtype)
    if (x.dtype === 'int32' && isFloat(values.dtype))
      fail('scatterAdd', `${values.dtype} values do not fit an int32; cast one of them`)
    const shape = indexedShape('scatterAdd', x, axis, indices, values)
    const y = convert(x, x.dtype, 'scatterAdd')
    const { data, offset } = spread('scatterAdd', values, shape)
    if (!fast.scatterAdd?.(y, indices, axis, shape, data, offset))
      walkIndexed('scatterAdd', y, indices, axis, shape, (o, at) => {
        y.data[at] += data[offset + o]
      })
    return y
  },
  derivative: (g, _y, [x, indices, values], { axis }, { broadcastTo }) => [
    () => g,
    null,
    () => broadcastTo(gather(g, indices, { axis }), indexedShape('scatterAdd', x, axis, indices, values)),
  ],
}

/** The values broadcast to a shape, in C order. */
export const spread = (name: string, values: Tensor, shape: Shape): Tensor =>
  compact(broadcastToOp.forward([values], shape), name)

/**
 * `x` with values added at indices along an axis, the last one by default: result[…, indices[…, i,
 * …], …] += values[…, i, …]. If an index occurs several times, all its values are added. Indices
 * with as many axes as `x` select elements, as the transpose of {@link gather}. 1-d indices select
 * slices, as the transpose of {@link take}. Indices and values broadcast. Throws for an index
 * outside the axis, for bools, and for fractions added to int32. Sums of int32 wrap around.
 *
 * @example
 * scatterAdd(zeros([3]), tensor([0, 2, 0], { dtype: 'int32' }), tensor([1, 2, 4])).toArray() // [5, 0, 2]
 * scatterAdd(zeros([2, 2]), tensor([1], { dtype: 'int32' }), tensor([[3, 4]]), { axis: 0 }).toArray() // [[0, 0], [3, 4]]
 */
export function scatterAdd<A extends Arg>(
  x: A,
  indices: Indices,
  values: Arg,
  options?: AxisOption,
): Tensor<Own<A>>
export function scatterAdd(x: Arg, indices: Indices, values: Arg, options: AxisOption = {}): Tensor {
  return callScatter(scatterAddOp, x, indices, values, options)
}

/** Indices in C order along an axis of `x`, with length 1 on the other axes. */
export const layAlong = (x: Tensor, axis: number, indices: Tensor): Tensor =>
  reshape(
    indices,
    x.shape.map((_, i) => (i === axis ? indices.size : 1)),
  )

/** Applies an op that writes values at indices along an axis. */
export function callScatter(
  op: Op<{ readonly axis: number }>,
  x: Arg,
  indices: Arg,
  values: Arg,
  options: AxisOption,
): Tensor<never> {
  const { name } = op
  const along = axisOption(name, options) ?? -1
  const [t, added] = operands(name, x, values)
  let at = asTensor(name, indices)
  const axis = axisOf(name, along, t.ndim)
  if (at.ndim === 1 && t.ndim > 1) at = layAlong(t, axis, at)
  checkAxes(name, t, at, 'give 1-d indices')
  return apply(op, [t, at, added], { axis })
}
