import { divide } from './double-double.ts'
import { angle, quarterTurns } from './quarter-turns.ts'
import { cosine, sine } from './sine-cosine.ts'
import { rest } from './two-parts.ts'

/**
 * The tangent of one double, in radians, the same bits in every engine: sine divided by cosine,
 * each in two parts.
 *
 * Within 0.65 ulp of the true value for every finite x. tan(±0) = ±0, tan(±∞) = NaN, NaN stays NaN.
 *
 * @example
 * tan(1) // 1.5574077246549023
 */
export function tan(x: number): number {
  const size = Math.abs(x)
  if (!(size > 1e-8)) return x
  if (size === Infinity) return NaN
  const odd = quarterTurns(x) & 1
  const s = sine(angle[0]!, angle[1]!)
  const sLow = rest[0]!
  const c = cosine(angle[0]!, angle[1]!)
  const cLow = rest[0]!
  return odd ? -divide(c, cLow, s, sLow) : divide(s, sLow, c, cLow)
}
