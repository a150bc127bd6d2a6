import { exp } from './exp.ts'
import { expandLessOne } from './expansion.ts'

/**
 * eˣ − 1 of one double without the cancellation near 0, the same bits in every engine.
 *
 * Within 0.56 ulp of the true value for every finite x. expm1(±0) = ±0, expm1(−∞) = −1, expm1(∞) =
 * ∞, NaN stays NaN.
 *
 * @example
 * expm1(1e-10) // 1.00000000005e-10
 */
export function expm1(x: number): number {
  if (x > -40 && x < 40) return x > -1e-17 && x < 1e-17 ? x : expandLessOne(x)
  return x < 0 ? -1 : exp(x)
}
