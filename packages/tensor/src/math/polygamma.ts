import { digamma } from './digamma.ts'
import { beyondWhole, cosineOfPi, sineOfPi } from './sine-of-pi.ts'
import { multiply, quotient, rest } from './two-parts.ts'

/** B₂ₖ/(2k)! for k = 1 … 12. */
const BERNOULLI = /* @__PURE__ */ Float64Array.of(
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
  8.586062056277845e-15,
  -2.174868698558062e-16,
  5.5090028283602295e-18,
  -1.3954464685812522e-19,
)

/** The largest order of `polygamma`. */
export const LARGEST_ORDER: number = 32

/**
 * The derivative of order `order` of the digamma function, at one double, the same bits in every
 * engine. Order 0 is digamma itself, order 1 is trigamma.
 *
 * For x > 0 it is within 4 ulp of the true value at order 1, and within 4 + 2·order ulp at others.
 * For negative x the error is that many ulps of the larger of the value and the derivative of
 * π·cot(πx). The result is NaN unless the order is a whole number from 0 to 32. At 0 and the
 * negative whole numbers an odd order gives ∞. An even order gives ∓∞ at ±0 and NaN at the negative
 * whole numbers.
 *
 * @example
 * polygamma(1, 1) // 1.6449340668482264
 */
export function polygamma(order: number, x: number): number {
  if (order === 0) return digamma(x)
  if (!(order > 0 && order <= LARGEST_ORDER && Math.floor(order) === order)) return NaN
  if (x > 0) return ofPositive(order, x)
  const odd = order % 2 === 1
  if (!(x > -Infinity)) return NaN
  if (Math.floor(x) === x) return odd ? Infinity : x === 0 ? -1 / x : NaN
  // ψ(x) = ψ(1 − x) − π·cot(πx), differentiated.
  const other = ofPositive(order, 1 - x)
  return (odd ? -other : other) - cotangentDerivative(order, x)
}

/**
 * The Euler–Maclaurin formula for (−1)^(order+1)·order!·Σ 1/(x + k)^(order+1). The smallest terms
 * are added first.
 */
function ofPositive(order: number, x: number): number {
  const n = x < order + 12 ? Math.ceil(order + 12 - x) : 0
  const inverse = 1 / (x + n)
  let series = 0
  for (let k = BERNOULLI.length; k > 0; k--)
    series = (series + BERNOULLI[k - 1]!) * ((order + 2 * k - 1) * inverse) * ((order + 2 * k - 2) * inverse)
  let sum = falling(order - 1, inverse) * (1 + (0.5 * order * inverse + series))
  for (let k = n - 1; k >= 0; k--) sum += falling(order, 1 / (x + k))
  return order % 2 === 1 ? sum : -sum
}

/** n!·inverseⁿ⁺¹. Intermediate results neither overflow nor underflow. */
function falling(n: number, inverse: number): number {
  let value = inverse
  for (let k = 1; k <= n; k++) value *= k * inverse
  return value
}

/**
 * The derivative of order `order` of π·cot(πx): πⁿ⁺¹·P(cot πx). The polynomial of the next order is
 * P′·(−1 − c²).
 */
function cotangentDerivative(order: number, x: number): number {
  let coefficients = [0, 1]
  for (let n = 0; n < order; n++) {
    const next = new Array<number>(n + 3).fill(0)
    for (let k = 1; k < coefficients.length; k++) {
      next[k - 1] -= k * coefficients[k]!
      next[k + 1] -= k * coefficients[k]!
    }
    coefficients = next
  }
  const f = beyondWhole(x)
  const sine = sineOfPi(f)
  if (order === 1) {
    const part = quotient(Math.PI, 1.2246467991473532e-16, sine, rest[0]!)
    return -multiply(part, rest[0]!, part, rest[0]!)
  }
  const c = (f < 0 ? -1 : 1) * (cosineOfPi(f) / sine)
  let value = 0
  for (let k = order + 1; k >= 0; k--) value = value * c + coefficients[k]!
  for (let n = 0; n <= order; n++) value *= Math.PI
  return value
}
