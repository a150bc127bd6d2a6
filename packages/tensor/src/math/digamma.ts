import { logInParts, logLow } from './log-in-parts.ts'
import { polynomial } from './polynomial.ts'
import { beyondWhole, cosineOfPi, sineOfPi } from './sine-of-pi.ts'
import { add, multiply, quotient, rest, sumOf } from './two-parts.ts'

/** −B₂ₖ/2k for k = 1 … 9. */
export const ASYMPTOTIC: Float64Array = /* @__PURE__ */ Float64Array.of(
  -1 / 12,
  1 / 120,
  -1 / 252,
  1 / 240,
  -1 / 132,
  691 / 32760,
  -1 / 12,
  3617 / 8160,
  -43867 / 14364,
)

/**
 * The digamma function of one double, the same bits in every engine. It is the derivative of log
 * Γ(x).
 *
 * For x > 0 the error is at most 1 ulp of the larger of |value| and 1/8. For negative x down to
 * −1000 it is at most 1 ulp of the larger of |value| and 2. So the relative error grows only near
 * the zeros. digamma(±0) = ∓∞; at the negative whole numbers and at −∞ it is NaN; digamma(∞) = ∞,
 * NaN stays NaN.
 *
 * @example
 * digamma(1) // -0.5772156649015329
 */
export function digamma(x: number): number {
  if (Math.abs(x) < 1e-18) return -1 / x
  if (x === Infinity) return x
  if (x > 0) return ofPositive(x, false)
  if (!(x > -Infinity) || Math.floor(x) === x) return NaN
  // ψ(−y) = ψ(y) + 1/y + π·cot(πy).
  const y = -x
  const sum = ofPositive(y, true)
  const sumLow = rest[0]!
  const f = beyondWhole(y)
  const sine = sineOfPi(f)
  const sineLow = rest[0]!
  const cosine = cosineOfPi(f)
  const cotangent = quotient(cosine, rest[0]!, sine, sineLow)
  const product = multiply(cotangent, rest[0]!, Math.PI, 1.2246467991473532e-16)
  return f < 0 ? add(sum, sumLow, -product, -rest[0]!) : add(sum, sumLow, product, rest[0]!)
}

/** Adding and then subtracting these numbers rounds to multiples of 2⁻²¹ and of 2⁻²⁷. */
export const TO_21 = 3221225472
export const TO_27 = 50331648

/**
 * digamma(x) for x ≥ 10⁻¹⁸, or digamma(x) + 1/x if `next`. The lower part is written to `rest`.
 *
 * ψ(x) = ψ(x + n) − 1/x − 1/(x + 1) − … − 1/(x + n − 1) with x + n ≥ 10. The reciprocals after the
 * first are at most 1. Each is a multiple of 2⁻²⁷ and a remainder. The products and sums of the
 * multiples are exact.
 */
function ofPositive(x: number, next: boolean): number {
  if (x > 1e18) return logInParts(x)
  const isSmall = x < 10
  let n = isSmall ? 1 : 0
  let top = 0
  let remainder = 0
  for (; x + n < 10; n++) {
    const inverse = 1 / (x + n)
    const inverseTop = inverse + TO_27 - TO_27
    const atTop = x + n + TO_21 - TO_21
    top += inverseTop
    remainder += (1 - inverseTop * atTop - inverseTop * (x - (atTop - n))) * inverse
  }
  const at = sumOf(x, n)
  const atLow = rest[0]!
  const half = quotient(-0.5, 0, at, atLow)
  let sum = add(half, rest[0]!, -top, -remainder)
  let sumLow = rest[0]!
  if (isSmall !== next) {
    const first = quotient(next ? 1 : -1, 0, x, 0)
    sum = add(sum, sumLow, first, rest[0]!)
    sumLow = rest[0]!
  }
  const square = 1 / (at * at)
  sumLow += square * polynomial(ASYMPTOTIC, square)
  const logarithm = logInParts(at)
  return add(logarithm, logLow[0]! + atLow / at, sum, sumLow)
}
