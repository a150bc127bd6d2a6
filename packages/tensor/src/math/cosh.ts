import { expand, exponent, low } from './expansion.ts'
import { halfExponential } from './half-exponential.ts'
import { powerOfTwo } from './power-of-two.ts'
import { add, quotient, rest } from './two-parts.ts'

/**
 * The hyperbolic cosine of one double, the same bits in every engine: (e^|x| + 1/e^|x|)/2, computed
 * in two parts.
 *
 * Within 0.53 ulp of the true value for every x. cosh(±∞) = ∞, NaN stays NaN.
 *
 * @example
 * cosh(1) // 1.5430806348152437
 */
export function cosh(x: number): number {
  const size = Math.abs(x)
  if (!(size < 22)) return halfExponential(size)
  const value = expand(size, 0)
  const power = powerOfTwo(exponent[0]!)
  const e = value * power
  const eLow = low[0]! * power
  const inverse = quotient(1, 0, e, eLow)
  return 0.5 * add(e, eLow, inverse, rest[0]!)
}
