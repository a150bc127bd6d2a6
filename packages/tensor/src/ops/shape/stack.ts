import { type AxisOption, axisOption } from '../../array/along-axis.ts'
import type { Common } from '../../array/operands.ts'
import { axisOf } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { checkAlike, concatenate, tensorList } from './concatenate.ts'
import { expandDims } from './expand-dims.ts'

export const stackOp: Op<AxisOption> = {
  name: 'stack',
  forward: (inputs, options) => stack(inputs, options),
  derivative: 'composed',
}

/**
 * Tensors of the same shape joined along a new axis, the first by default. Throws for an empty list
 * or unequal shapes.
 *
 * @example
 * stack([tensor([1, 2]), tensor([3, 4])], { axis: 1 }).toArray() // [[1, 3], [2, 4]]
 */
export function stack<A extends Arg>(tensors: readonly A[], options?: AxisOption): Tensor<Common<Own<A>>>
export function stack(list: readonly Arg[], options: AxisOption = {}): Tensor {
  const tensors = tensorList('stack', list)
  checkAlike('stack', tensors)
  const at = axisOf('stack', axisOption('stack', options) ?? 0, tensors[0].ndim + 1)
  const parts = tensors.map(x => expandDims(x, at))
  return within('stack', () => concatenate(parts, { axis: at }))
}
