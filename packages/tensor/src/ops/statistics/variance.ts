import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { fast } from '../../array/fast.ts'
import { asTensor } from '../../array/operands.ts'
import { checkReduce, type ReduceOptions } from '../../array/reduce.ts'
import { axesOf, sizeOf } from '../../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { cast } from '../elementwise/cast.ts'
import { div } from '../elementwise/div.ts'
import { sqrt } from '../elementwise/sqrt.ts'
import { square } from '../elementwise/square.ts'
import { sub } from '../elementwise/sub.ts'
import { mean } from '../reduce/mean.ts'
import { sum } from '../reduce/sum.ts'

export interface VarianceOptions extends ReduceOptions {
  /**
   * Subtracted from the number of elements before the division: 0 (the default) for the variance of
   * the elements, 1 for the unbiased estimate from a sample.
   */
  readonly correction?: number
}

export const varianceOp: Op<VarianceOptions> = {
  name: 'variance',
  dtypes: 'float',
  forward: ([x], options) => variance(x, options),
  derivative: 'composed',
}

/**
 * The mean squared distance from the mean, over some axes, all of them by default. Integers and
 * bools give float64. The result is NaN if the number of elements minus `correction` is not
 * positive.
 *
 * @example
 * variance(tensor([1, 2, 3, 4])).item() // 1.25
 * variance(tensor([[1, 3], [2, 6]]), { axis: 1, correction: 1 }).toArray() // [2, 8]
 */
export function variance<A extends Arg>(x: A, options?: VarianceOptions): Tensor<FloatOf<DTypeOf<A>>>
export function variance(x: Arg, options: VarianceOptions = {}): Tensor {
  return spreadOf('variance', x, options)
}

export const stdOp: Op<VarianceOptions> = {
  name: 'std',
  dtypes: 'float',
  forward: ([x], options) => std(x, options),
  derivative: 'composed',
}

/**
 * The standard deviation over some axes, all of them by default: the root of {@link variance}.
 *
 * @example
 * std(tensor([2, 4, 4, 4, 5, 5, 7, 9])).item() // 2
 */
export function std<A extends Arg>(x: A, options?: VarianceOptions): Tensor<FloatOf<DTypeOf<A>>>
export function std(x: Arg, options: VarianceOptions = {}): Tensor {
  return sqrt(spreadOf('std', x, options))
}

function spreadOf(name: string, x: Arg, options: VarianceOptions): Tensor {
  checkReduce(name, options, { correction: 'number' })
  const { axis = null, keepDims = false, correction = 0 } = options
  const given = asTensor(name, x)
  const t = cast(given, floatOf(given.dtype))
  const axes = axesOf(name, axis, t.ndim)
  const count = sizeOf(axes.map(i => t.shape[i]))
  return within(name, () => {
    const centre = mean(t, { axis, keepDims: true })
    const total =
      fast.distances?.(t, centre, axes, keepDims) ?? sum(square(sub(t, centre)), { axis, keepDims })
    return div(total, count > correction ? count - correction : Number.NaN)
  })
}
