import { type Arg, asTensor, type Kind } from '../array/convert.ts'
import { type Data, type FloatOf, floatOf } from '../array/dtype.ts'
import { type ReduceOptions, reduce } from '../array/reduce.ts'
import type { Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../autodiff/apply.ts'
import { exp as expOf } from '../math/exp.ts'
import { log as logOf } from '../math/log.ts'
import { exp } from './exp.ts'
import { mul } from './mul.ts'
import { restoreAxes } from './restore-axes.ts'
import { sub } from './sub.ts'

/** The largest element is taken out first, so that no exponential overflows. */
export function logSumExpRun(x: Data, at: number, n: number, step: number): number {
  let top = -Infinity
  for (let i = 0; i < n; i++) top = Math.max(top, x[at + i * step])
  if (top - top !== 0) return top
  let total = 0
  for (let i = 0; i < n; i++) total += expOf(x[at + i * step] - top)
  return top + logOf(total)
}

export const logSumExpOp: Op<ReduceOptions> = {
  name: 'logSumExp',
  dtypes: 'float',
  forward: ([x], options) => reduce('logSumExp', x, options, floatOf(x.dtype), logSumExpRun, -Infinity),
  derivative: (g, y, [x], options) => [
    () => mul(restoreAxes(g, x.shape, options), exp(sub(x, restoreAxes(y, x.shape, options)))),
  ],
}

/**
 * log Σ eˣ over some axes, all of them by default, without overflow; −Infinity for no elements.
 *
 * @example
 * logSumExp(tensor([1000, 1000])).item() // 1000.6931471805599
 */
export function logSumExp<A extends Arg>(x: A, options: ReduceOptions = {}): Tensor<FloatOf<Kind<A>>> {
  return apply(logSumExpOp, [asTensor('logSumExp', x)], options)
}
