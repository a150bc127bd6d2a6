import { expandLessOne, low } from './expansion.ts'
import { quotient, rest } from './two-parts.ts'

/** Points of the table per unit, and how many: up to 20, where the result is 1. */
export const TANH_STEPS = 16
const POINTS = 321
/** From this point on the table is used; below it the series alone is good enough. */
export const TANH_FIRST = 4
/** Added and subtracted, it rounds to an integer, which is then in the lower bits. */
export const TO_INTEGER = 6755399441055744

/**
 * At 2k the hyperbolic tangent t of k/16, rounded, and at 2k + 1 how far beyond the point it is that t is exact.
 */
export const TANH_TABLE: Float64Array = /* @__PURE__ */ (() => {
  const table = new Float64Array(2 * POINTS)
  for (let k = TANH_FIRST; k < POINTS; k++) {
    const high = expandLessOne((2 * k) / TANH_STEPS)
    // Not rounded to a double on the way: 2 + high is exact from the point 4 on, but for its lowest bits.
    const sum = 2 + high
    const t = quotient(high, low[0]!, sum, (high > 2 ? high - sum + 2 : 2 - sum + high) + low[0]!)
    table[2 * k] = t
    if (t < 1) table[2 * k + 1] = rest[0]! / (1 - t * t)
  }
  return table
})()

/** (tanh r − r)/r³ in r², for |r| < 0.219: relative error of the tangent 2⁻⁵⁹. */
export const TANH_SERIES: readonly number[] = [
  -0.3333333333333333, 0.133333333333253, -0.05396825394143366, 0.0218694851740925, -0.008863034529339153,
  0.003585941564698464, -0.001360751744323861,
]

/**
 * The hyperbolic tangent of one double, the same bits in every engine: from that of a near point c of a table,
 * tanh(c + r) = t + (1 − t²)·tanh r/(1 + t·tanh r).
 *
 * Within 0.8 ulp of the true value for every x. tanh(±0) = ±0, tanh(±∞) = ±1, tanh(NaN) = NaN.
 *
 * @example
 * tanh(0.5) // 0.46211715726000973
 */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (!(size <= 20)) return x < 0 ? -1 : x > 0 ? 1 : x
  const k = size * TANH_STEPS + TO_INTEGER - TO_INTEGER
  if (k < TANH_FIRST) return x === 0 ? x : ofSmall(x)
  const t = TANH_TABLE[2 * k]!
  const small = ofSmall(size - k / TANH_STEPS + TANH_TABLE[2 * k + 1]!)
  const value = t + ((1 - t * t) * small) / (1 + t * small)
  return x < 0 ? -value : value
}

function ofSmall(r: number): number {
  const z = r * r
  const w = z * z
  const [c0, c1, c2, c3, c4, c5, c6] = TANH_SERIES as number[]
  return r + r * z * (c0! + w * (c2! + w * (c4! + w * c6!)) + z * (c1! + w * (c3! + w * c5!)))
}
