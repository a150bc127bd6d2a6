// Code that the exponential and the hyperbolic tangent of single floats share. All operations are
// those of single floats, so vectors of four can compute them.

/** log₂e, rounded to a single float. */
export const PER_LN2_SINGLE = 1.4426950216293335
/** ln 2 in two parts. The first has 16 significant bits, so n times it is exact for |n| < 2⁸. */
export const LN2_HIGH_SINGLE = 0.693145751953125
export const LN2_LOW_SINGLE = 1.428606765330187e-6
/** Adding this number rounds to an integer. Subtracting it gives the integer. */
export const TO_INTEGER_SINGLE = 12582912

/**
 * The coefficients of (e^r − 1 − r)/r² for |r| ≤ ln2/2. The relative error of e^r is 2⁻²⁷.
 */
export const SERIES_SINGLE: Float32Array = /* @__PURE__ */ Float32Array.of(
  0.49999994,
  0.16666515,
  0.041668456,
  0.008369419,
  0.001381316,
)

/** The exponent that `lessOneSingle` returns besides its value, without an allocation per call. */
export const exponent: Int32Array = /* @__PURE__ */ new Int32Array(1)

const { fround } = Math

/**
 * Computes x = n·ln2 + r with the nearest n and returns e^r − 1. Then e^x = 2^n·e^r, and n is in
 * exponent[0]. x is a single float with |x| < 170.
 */
export function lessOneSingle(x: number): number {
  const n = fround(fround(x * PER_LN2_SINGLE) + TO_INTEGER_SINGLE) - TO_INTEGER_SINGLE
  const high = fround(x - n * LN2_HIGH_SINGLE)
  const low = fround(n * LN2_LOW_SINGLE)
  const r = fround(high - low)
  const c = SERIES_SINGLE
  let series = c[4]!
  for (let k = 3; k >= 0; k--) series = fround(c[k]! + fround(r * series))
  exponent[0] = n
  return fround(high + fround(fround(fround(r * r) * series) - low))
}
