import { type FloatOf, floatOf, type SumOf } from '../../array/dtype.ts'
import { asTensor } from '../../array/operands.ts'
import { checkReduce, type ReduceOptions } from '../../array/reduce.ts'
import type { Arg, DTypeOf, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { cast } from '../elementwise/cast.ts'
import { div } from '../elementwise/div.ts'
import { isnan } from '../elementwise/logic.ts'
import { where } from '../elementwise/where.ts'
import { sum } from '../reduce/sum.ts'

export const nansumOp: Op<ReduceOptions> = {
  name: 'nansum',
  forward: ([x], options) => nansum(x, options),
  derivative: 'composed',
}

/**
 * The sum of the elements that are not NaN, over some axes, all of them by default; 0 if there are
 * none.
 *
 * @example
 * nansum(tensor([1, NaN, 3])).item() // 4
 */
export function nansum<A extends Arg>(x: A, options?: ReduceOptions): Tensor<SumOf<Own<A>>>
export function nansum(x: Arg, options: ReduceOptions = {}): Tensor {
  checkReduce('nansum', options)
  const t = asTensor('nansum', x)
  return within('nansum', () => sum(withoutNaN(t), options))
}

const withoutNaN = (x: Tensor): Tensor => where(isnan(x), x.dtype === 'bool' ? false : 0, x)

export const nanmeanOp: Op<ReduceOptions> = {
  name: 'nanmean',
  dtypes: 'float',
  forward: ([x], options) => nanmean(x, options),
  derivative: 'composed',
}

/**
 * The mean of the elements that are not NaN, over some axes, all of them by default; NaN if there
 * are none. Integers and bools give float64.
 *
 * @example
 * nanmean(tensor([[1, NaN], [3, 5]]), { axis: 1 }).toArray() // [1, 4]
 */
export function nanmean<A extends Arg>(x: A, options?: ReduceOptions): Tensor<FloatOf<DTypeOf<A>>>
export function nanmean(x: Arg, options: ReduceOptions = {}): Tensor {
  checkReduce('nanmean', options)
  const t = asTensor('nanmean', x)
  return within('nanmean', () => {
    const total = sum(withoutNaN(t), options)
    const count = sum(where(isnan(t), 0, 1), options)
    return div(total, cast(count, floatOf(total.dtype)))
  })
}
