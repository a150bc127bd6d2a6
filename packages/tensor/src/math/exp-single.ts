import { exponent, lessOneSingle } from './expansion-single.ts'
import { powerOfTwo } from './power-of-two.ts'

/** Beyond these bounds the result is rounded to 0 or infinity. */
export const SINGLE_LEAST = -105
export const SINGLE_MOST = 89

/**
 * eˣ of one single float, computed in single floats, the same bits in every engine.
 *
 * Within 0.9 ulp of the true value for every finite x, subnormal results included. exp(−∞) = 0,
 * exp(∞) = ∞, exp(NaN) = NaN.
 *
 * @example
 * expSingle(1) // 2.7182817459106445
 */
export function expSingle(x: number): number {
  const rest = lessOneSingle(Math.min(Math.max(x, SINGLE_LEAST), SINGLE_MOST))
  return Math.fround(Math.fround(1 + rest) * powerOfTwo(exponent[0]!))
}
