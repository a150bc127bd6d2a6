// Code that exp, expm1, tanh, sigmoid and pow share: eˣ as 2ᵏ·(high + low), with relative error
// about 2⁻⁶⁵.
//
// x = n·ln2/32 + r with |r| ≤ ln2/64, so e^x = 2^(n/32)·e^r. The first factor comes from a table of
// 32 roots, the second from a short Taylor series. This is the scheme of P. T. P. Tang,
// "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", ACM
// TOMS 15 (1989) 144–157.

import { productError } from './double-double.ts'
import { powerOfTwo } from './power-of-two.ts'

/** 32/ln 2. */
export const STEPS_PER_UNIT = 46.16624130844683
/** ln2/32 in two parts. The first has 36 significant bits, so n times it is exact for |n| < 2¹⁷. */
export const STEP_HIGH = 0.021660849392446835
export const STEP_LOW = 5.145609244655338e-14

/**
 * 2^(j/32) = ROOT_HIGH[j] + ROOT_LOW[j], computed by repeated multiplication in double-double
 * arithmetic.
 */
export const ROOT_HIGH: Float64Array = new Float64Array(32)
export const ROOT_LOW: Float64Array = new Float64Array(32)

for (let j = 0, high = 1, low = 0; j < 32; j++) {
  ROOT_HIGH[j] = high
  ROOT_LOW[j] = low
  const rootHigh = 1.0218971486541166
  const product = high * rootHigh
  const correction = productError(high, rootHigh, product) + (high * 5.109225028973444e-17 + low * rootHigh)
  high = product + correction
  low = product - high + correction
}

/**
 * e^r − 1 − r for |r| ≤ ln2/64 by its Taylor series. `rest` continues it from the coefficient of r⁶
 * on. With that coefficient alone the first omitted term is below 2⁻⁵⁸.
 */
export function exponentialTail(r: number, rest: number = 1 / 720): number {
  const r2 = r * r
  return r2 * (0.5 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120) + r2 * rest))
}

/** The same with one more term. The first omitted term is below 2⁻⁶⁷. */
const longTail = (r: number): number => exponentialTail(r, 1 / 720 + r * (1 / 5040))

/**
 * The lower part that `expand` and `expandLessOne` return besides their value. A typed array avoids
 * an allocation per call.
 */
export const low: Float64Array = /* @__PURE__ */ new Float64Array(1)
export const exponent: Int32Array = /* @__PURE__ */ new Int32Array(1)

/**
 * Computes e^(x + xLow) = 2^exponent[0]·(value + low[0]) and returns the value, for |x| ≤ 760 and
 * |xLow| ≤ ulp(x). The relative error is about 2⁻⁶⁰.
 */
export function expand(x: number, xLow: number): number {
  const n = Math.floor(x * STEPS_PER_UNIT + 0.5)
  const coarse = x - n * STEP_HIGH
  const fine = xLow - n * STEP_LOW
  const r = coarse + fine
  const rLow = coarse - r + fine
  const root = ROOT_HIGH[n & 31]!
  const rest = root * r + (ROOT_LOW[n & 31]! * (1 + r) + root * (longTail(r) + rLow))
  const value = root + rest
  low[0] = root - value + rest
  exponent[0] = n >> 5
  return value
}

/**
 * Computes e^x − 1 = value + low[0] and returns the value, for |x| ≤ 50. The relative error is
 * about 2⁻⁵⁸, however small x is.
 */
export function expandLessOne(x: number): number {
  const n = Math.floor(x * STEPS_PER_UNIT + 0.5)
  const coarse = x - n * STEP_HIGH
  const fine = -n * STEP_LOW
  const r = coarse + fine
  const rLow = coarse - r + fine
  const power = powerOfTwo(n >> 5)
  const root = ROOT_HIGH[n & 31]! * power
  const rootLow = ROOT_LOW[n & 31]! * power
  // root − 1 and its rounding error. Then r is added, which is the smaller one unless root is 1.
  const lessOne = root - 1
  const back = lessOne - root
  const lessOneLow = root - (lessOne - back) - (1 + back)
  const sum = lessOne + r
  const sumLow = lessOne - sum + r
  const rest = lessOneLow + sumLow + (lessOne * r + (root * (longTail(r) + rLow) + rootLow * (1 + r)))
  const value = sum + rest
  low[0] = sum - value + rest
  return value
}
