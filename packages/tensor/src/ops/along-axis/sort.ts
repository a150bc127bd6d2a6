import { asTensor } from '../../array/operands.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { gather } from '../indexing/gather-scatter.ts'
import { argsort, type SortOptions, sortOptions } from './argsort.ts'

export const sortOp: Op<SortOptions> = {
  name: 'sort',
  forward: ([x], options) => sort(x, options),
  derivative: 'composed',
}

/**
 * The sorted elements along an axis, the last one by default, ascending unless `descending`. NaN
 * counts as the largest. The derivative follows each element to its new place.
 *
 * @example
 * sort(tensor([3, 1, 2])).toArray() // [1, 2, 3]
 * sort(tensor([3, 1, 2]), { descending: true }).toArray() // [3, 2, 1]
 */
export function sort<A extends Arg>(x: A, options?: SortOptions): Tensor<Own<A>>
export function sort(x: Arg, options: SortOptions = {}): Tensor {
  const order = sortOptions('sort', options)
  const t = asTensor('sort', x)
  return within('sort', () => gather(t, argsort(t, order), { axis: order.axis }))
}
