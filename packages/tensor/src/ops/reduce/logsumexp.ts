import { type FloatOf, floatOf } from '../../array/dtype.ts'
import type { Reducer } from '../../array/loop.ts'
import { type ReduceOptions, reduce } from '../../array/reduce.ts'
import { logOfShiftedSum, placeOfLargest } from '../../array/shifted-exp.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { callReduce } from '../call.ts'
import { equal } from '../elementwise/compare.ts'
import { exp } from '../elementwise/exp.ts'
import { mul } from '../elementwise/mul.ts'
import { sub } from '../elementwise/sub.ts'
import { where } from '../elementwise/where.ts'
import { restoreAxes } from './restore-axes.ts'

/** The largest element is subtracted before the exponential, so that none overflows. */
const run: Reducer = (x, at, n, step) => {
  if (n === 0) return -Infinity
  const place = placeOfLargest(x, at, n, step)
  const top = x[place]
  return top - top === 0 ? top + logOfShiftedSum(x, at, n, step, place) : top
}

export const logsumexpOp: Op<ReduceOptions> = {
  name: 'logsumexp',
  batch: 'axis',
  dtypes: 'float',
  forward: ([x], options) => reduce('logsumexp', x, options, floatOf(x.dtype), run),
  derivative: (g, y, [x], options) => [
    () => {
      // If all elements are −∞, subtract 0: −∞ − 0 gives weight 0, whereas −∞ − (−∞) would be NaN.
      const finite = where(equal(y, -Infinity), 0, y)
      return mul(restoreAxes(g, x.shape, options), exp(sub(x, restoreAxes(finite, x.shape, options))))
    },
  ],
}

/**
 * log Σ eˣ over some axes, all of them by default, without overflow. No elements give −Infinity. If
 * all elements of a run are −Infinity, their derivative is 0.
 *
 * @example
 * logsumexp(tensor([1000, 1000])).item() // 1000.6931471805599
 */
export function logsumexp<A extends Arg>(x: A, options?: ReduceOptions): Tensor<FloatOf<DTypeOf<A>>> {
  return callReduce(logsumexpOp, x, options)
}
