import { type AxisOption, axisOption } from '../array/along-axis.ts'
import { zerosLike } from '../array/create.ts'
import { allocate } from '../array/dtype.ts'
import { fast } from '../array/fast.ts'
import { gatheredShape, walkIndexed } from '../array/index-axis.ts'
import { asTensor } from '../array/operands.ts'
import { axisOf } from '../array/shape.ts'
import { type Arg, type Own, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import { scatterAdd } from './scatter-add.ts'

export const gatherOp: Op<{ readonly axis: number }> = {
  name: 'gather',
  dtypes: 'any',
  forward([x, indices], options) {
    const axis = axisOf('gather', options.axis, x.shape.length)
    const shape = gatheredShape('gather', x, indices, axis)
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
 * Elements picked along an axis, the last one by default: result[…, i, …] = x[…, indices[…, i, …], …]
 * (NumPy's take_along_axis). Both have the same number of axes and broadcast on the others. Throws for an index
 * outside the axis.
 *
 * @example
 * gather(tensor([[1, 2], [3, 4]]), tensor([[1], [0]], { dtype: 'int32' })).toArray() // [[2], [3]]
 */
export function gather<A extends Arg>(x: A, indices: Arg, options: AxisOption = {}): Tensor<Own<A>> {
  const axis = axisOption('gather', options) ?? -1
  return apply(gatherOp, [asTensor('gather', x), asTensor('gather', indices)], { axis })
}
