import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { asTensor } from '../../array/operands.ts'
import { checkReduce, type ReduceOptions } from '../../array/reduce.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { cast } from '../elementwise/cast.ts'
import { div } from '../elementwise/div.ts'
import { sum } from './sum.ts'

export const meanOp: Op<ReduceOptions> = {
  name: 'mean',
  forward: ([x], options) => mean(x, options),
  derivative: 'composed',
}

/**
 * The arithmetic mean over some axes, all of them by default. Integers and bools give float64. No
 * elements give NaN.
 *
 * @example
 * mean(tensor([[1, 2], [3, 4]]), { axis: 1 }).toArray() // [1.5, 3.5]
 */
export function mean<A extends Arg>(x: A, options?: ReduceOptions): Tensor<FloatOf<DTypeOf<A>>>
export function mean(x: Arg, options: ReduceOptions = {}): Tensor {
  checkReduce('mean', options)
  const t = asTensor('mean', x)
  return within('mean', () => {
    const total: Tensor = sum(cast(t, floatOf(t.dtype)), options)
    return div(total, t.size / total.size)
  })
}
