import { exponentialTail, ROOT_HIGH, ROOT_LOW, STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from './expansion.ts'
import { scale } from './power-of-two.ts'

/** Above OVERFLOW the result is rounded to infinity. Below UNDERFLOW it is rounded to zero. */
export const OVERFLOW = 709.782712893384
export const UNDERFLOW = -745.1332191019412

/**
 * eˣ of one double, the same bits in every engine.
 *
 * Within 0.56 ulp of the true value for every finite x. If the result is subnormal it is rounded
 * once more, and the error is up to 0.8 ulp. exp(−∞) = 0, exp(∞) = ∞, exp(NaN) = NaN.
 * `expansion.ts` describes the method.
 *
 * @example
 * exp(1) // 2.718281828459045
 */
export function exp(x: number): number {
  if (!(x <= OVERFLOW)) return x > OVERFLOW ? Infinity : x
  if (x < UNDERFLOW) return 0
  const n = Math.floor(x * STEPS_PER_UNIT + 0.5)
  const r = x - n * STEP_HIGH - n * STEP_LOW
  const j = n & 31
  const root = ROOT_HIGH[j]!
  const y = root + (ROOT_LOW[j]! + root * (r + exponentialTail(r)))
  return scale(y, n >> 5)
}
