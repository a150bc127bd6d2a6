import { type AxisOption, axisOption } from '../array/along-axis.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import type { Op } from '../trace/apply.ts'
import { argsort } from './argsort.ts'
import { gather } from './gather-scatter.ts'

export const sortOp: Op<AxisOption> = {
  name: 'sort',
  dtypes: 'any',
  forward: ([x], options) => sort(x, options),
  derivative: 'composed',
}

/**
 * The elements along an axis, the last one by default, in ascending order, NaN last. The derivative follows each
 * element to its place.
 *
 * @example
 * sort(tensor([3, 1, 2])).toArray() // [1, 2, 3]
 */
export function sort<A extends Arg>(x: A, options?: AxisOption): Tensor<Own<A>>
export function sort(x: Arg, options: AxisOption = {}): Tensor {
  const axis = axisOption('sort', options) ?? -1
  const t = asTensor('sort', x)
  return within('sort', () => gather(t, argsort(t, { axis }), { axis }))
}
