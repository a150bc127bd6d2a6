import { highWord } from './bits.ts'
import { logOfNormal } from './log.ts'
import { logKernel } from './log-kernel.ts'

/**
 * log(1 + x) of one double without the cancellation near 0, the same bits in every engine.
 *
 * Within 0.7 ulp of the true value for every finite x > −1.
 * log1p(±0) = ±0, log1p(−1) = −∞, log1p(x < −1) = NaN, log1p(∞) = ∞, log1p(NaN) = NaN.
 *
 * @example
 * log1p(1e-10) // 9.999999999500001e-11
 */
export function log1p(x: number): number {
  if (x > -0.2928 && x < 0.4142) return x === 0 ? x : logKernel(0, x, 0)
  if (!(x > -1)) return x === -1 ? -Infinity : NaN
  if (x === Infinity) return x
  const sum = 1 + x
  const lost = x > 1 ? 1 - (sum - x) : x - (sum - 1)
  return logOfNormal(sum, highWord(sum), 0, lost / sum)
}
