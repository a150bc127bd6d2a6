import { logTimes } from './log-times.ts'

/**
 * The logarithm to base 2 of one double, the same bits in every engine. Powers of two give whole
 * numbers.
 *
 * Within 0.51 ulp of the true value for every positive finite x.
 * log2(±0) = −∞, log2(x < 0) = NaN, log2(∞) = ∞, NaN stays NaN.
 *
 * @example
 * log2(10) // 3.321928094887362
 */
export function log2(x: number): number {
  return logTimes(x, Math.LOG2E, 2.0355273740931033e-17)
}
