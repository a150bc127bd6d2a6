import { exponent, lessOneSingle } from './expansion-single.ts'
import { powerOfTwo } from './power-of-two.ts'

/** Below this the series is used. */
export const TANH_SERIES_END = 0.625
/** From here on the result is 1. */
export const TANH_SINGLE_MOST = 10

/**
 * The coefficients of (tanh x − x)/x³ as a polynomial in x², for |x| ≤ 0.625. The relative error of
 * the tangent is 2⁻²⁷.
 */
export const TANH_SERIES_SINGLE: Float32Array = /* @__PURE__ */ Float32Array.of(
  -0.3333328,
  0.13331442,
  -0.05373972,
  0.020639094,
  -0.0057049925,
)

const { fround } = Math

/**
 * The hyperbolic tangent of one single float, computed in single floats, the same bits in every
 * engine. From 0.625 on it is 1 − q with q = 1/h and h = (1 + e²ˣ)/2.
 *
 * Within 0.92 ulp of the true value for every x. tanh(±0) = ±0, tanh(±∞) = ±1, tanh(NaN) = NaN.
 *
 * @example
 * tanhSingle(0.5) // 0.46211716532707214
 */
export function tanhSingle(x: number): number {
  const size = Math.min(Math.abs(x), TANH_SINGLE_MOST)
  const value = size < TANH_SERIES_END ? bySeries(size) : byExponential(size)
  return x < 0 ? -value : x && value
}

function bySeries(x: number): number {
  const z = fround(x * x)
  const c = TANH_SERIES_SINGLE
  let series = c[4]!
  for (let k = 3; k >= 0; k--) series = fround(c[k]! + fround(z * series))
  return fround(x + fround(x * fround(z * series)))
}

function byExponential(x: number): number {
  const rest = lessOneSingle(x + x)
  const power = powerOfTwo(exponent[0]! - 1)
  const whole = fround(power + 0.5)
  const part = fround(power * rest)
  const h = fround(whole + part)
  const hLow = fround(fround(whole - h) + part)
  const q = fround(1 / h)
  // q − q²·hLow is q without the rounding error of h. The result is near ¾, where ¼ − q is exact.
  const correction = fround(fround(q * q) * hLow)
  return fround(0.75 + fround(fround(0.25 - q) + correction))
}
