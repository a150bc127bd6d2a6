import { logTimes } from './log-times.ts'

/**
 * The logarithm to base 10 of one double, the same bits in every engine. Powers of ten up to 10²²
 * give whole numbers.
 *
 * Within 0.51 ulp of the true value for every positive finite x.
 * log10(±0) = −∞, log10(x < 0) = NaN, log10(∞) = ∞, NaN stays NaN.
 *
 * @example
 * log10(2) // 0.3010299956639812
 */
export function log10(x: number): number {
  return logTimes(x, Math.LOG10E, 1.098319650216765e-17)
}
