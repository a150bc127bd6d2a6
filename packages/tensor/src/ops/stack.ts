import { type AxisOption, axisOption } from '../array/along-axis.ts'
import { fail, show } from '../array/error.ts'
import { asTensor, type Common } from '../array/operands.ts'
import { axisOf, checkList, sameShape } from '../array/shape.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import type { Op } from '../trace/apply.ts'
import { concatenate } from './concatenate.ts'
import { expandDims } from './expand-dims.ts'

export const stackOp: Op<AxisOption> = {
  name: 'stack',
  dtypes: 'any',
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
  checkList('stack', list)
  const axis = axisOption('stack', options) ?? 0
  const tensors = list.map(x => asTensor('stack', x))
  if (tensors.length === 0) fail('stack', 'was given no tensors; it needs at least one')
  const { shape } = tensors[0]
  for (const x of tensors)
    if (!sameShape(x.shape, shape))
      fail('stack', `shapes ${tensors.map(t => show(t.shape)).join(', ')} differ; all must be equal`)
  const at = axisOf('stack', axis, shape.length + 1)
  const parts = tensors.map(x => expandDims(x, at))
  return within('stack', () => concatenate(parts, { axis: at }))
}
