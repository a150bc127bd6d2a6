// Code that erf, erfc and gelu share.

import { productError } from './double-double.ts'
import { expand, exponent, low } from './expansion.ts'
import { polynomial } from './polynomial.ts'
import { powerOfTwo } from './power-of-two.ts'
import { add, join, multiply, quotient, rest, sumOf } from './two-parts.ts'

/** The coefficients of (erf x/x − 2/√π)/x² as a polynomial in x², for |x| ≤ ½. */
export const CENTRE: Float64Array = /* @__PURE__ */ Float64Array.of(
  -0.37612638903183754,
  0.11283791670955126,
  -0.026866170645131037,
  0.005223977625431154,
  -0.0008548327020579143,
  0.00012055332552174238,
  -1.492561118797231e-5,
  1.645989979894931e-6,
  -1.6289898771332958e-7,
  1.335180053531711e-8,
)
/** 2/√π in two parts. */
export const CENTRE_FIRST = 1.1283791670955126
export const CENTRE_FIRST_LOW = 1.533545961316588e-17

/**
 * The coefficients of eˣ²·erfc(x)·(x + 0.4), which is nearly constant, as a polynomial in t = (x −
 * 4)/(x + 4), for ½ ≤ x ≤ 28. These start at the term in t; the constant term is in two parts.
 */
export const TAIL: Float64Array = /* @__PURE__ */ Float64Array.of(
  -0.043903753544264096,
  -0.014182141840516476,
  0.050474308797076754,
  -0.06141585075805201,
  0.053177199063169006,
  -0.036295088557725605,
  0.019868152371507082,
  -0.008504893394815435,
  0.002595897673773489,
  -0.00037671044321719205,
  -0.00010752668250531031,
  7.756629337448777e-5,
  -1.2009242608363085e-5,
  -5.904987055476847e-6,
  2.895705834571584e-6,
  1.7431447775420782e-7,
  -4.224354751935304e-7,
  3.6060597100734665e-8,
  5.686551855758175e-8,
  -9.650387458228282e-9,
  -7.580077903126158e-9,
  1.1889856895343375e-9,
  7.838082786092528e-10,
)
export const TAIL_FIRST = 0.6027976135502702
export const TAIL_FIRST_LOW = -5.408264173278384e-17

/**
 * erf(x + xLow) for |x| ≤ ½, with a relative error of about 2⁻⁵⁵. The lower part is written to
 * `rest`.
 */
export function erfOfSmall(x: number, xLow: number): number {
  const z = x * x
  const tail = z * polynomial(CENTRE, z)
  const factor = join(CENTRE_FIRST, CENTRE_FIRST_LOW + tail)
  return multiply(factor, rest[0]!, x, xLow)
}

/** The derivative of that polynomial, within a tenth, if it is large; otherwise 0. */
function slope(t: number): number {
  return t < -0.35 ? 2.13 * (t + 0.35) * (t + 0.35) : 0
}

/**
 * Computes erfc(x + xLow) = 2^exponent[0]·(value + rest[0]) for ½ ≤ x ≤ 28 and returns the value.
 * `exponent` is that of `expansion.ts`.
 */
function erfcOfLarge(x: number, xLow: number): number {
  const square = x * x
  const e = expand(-square, -productError(x, x, square) - 2 * x * xLow)
  const eLow = low[0]!
  const top = sumOf(x, -4)
  const topLow = rest[0]! + xLow
  const bottom = sumOf(x, 4)
  const t = quotient(top, topLow, bottom, rest[0]! + xLow)
  const factor = join(TAIL_FIRST, t * polynomial(TAIL, t) + (TAIL_FIRST_LOW + rest[0]! * slope(t)))
  const value = multiply(factor, rest[0]!, e, eLow)
  const valueLow = rest[0]!
  const divisor = sumOf(x, 0.4)
  return quotient(value, valueLow, divisor, rest[0]! + xLow)
}

/**
 * Computes erfc(x + xLow) = 2^exponent[0]·(value + rest[0]) and returns the value, for −28 ≤ x ≤ 28
 * and |xLow| ≤ ulp(x). The relative error is about 2⁻⁵⁵. `exponent` is that of `expansion.ts`.
 */
export function erfcInParts(x: number, xLow: number): number {
  if (x >= 0.5) return erfcOfLarge(x, xLow)
  if (x > -0.5) {
    const value = erfOfSmall(x, xLow)
    exponent[0] = 0
    return add(1, 0, -value, -rest[0]!)
  }
  const value = erfcOfLarge(-x, -xLow)
  const power = powerOfTwo(exponent[0]!)
  exponent[0] = 0
  return add(2, 0, -value * power, -rest[0]! * power)
}
