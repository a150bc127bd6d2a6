import { erfcInParts, erfOfSmall } from './erfc-in-parts.ts'
import { exponent } from './expansion.ts'
import { powerOfTwo } from './power-of-two.ts'
import { add, rest } from './two-parts.ts'

/**
 * The error function 2/√π·∫₀ˣ e^−t² dt of one double, the same bits in every engine.
 *
 * Within 0.8 ulp of the true value for every x. erf(±0) = ±0, erf(±∞) = ±1, NaN stays NaN.
 *
 * @example
 * erf(1) // 0.8427007929497149
 */
export function erf(x: number): number {
  const size = Math.abs(x)
  if (size < 1e-150) return x * 1.1283791670955126
  if (size < 0.5) return erfOfSmall(x, 0)
  if (!(size < 6)) return x > 0 ? 1 : x < 0 ? -1 : x
  const other = erfcInParts(size, 0)
  const power = powerOfTwo(exponent[0]!)
  const value = add(1, 0, -other * power, -rest[0]! * power)
  return x < 0 ? -value : value
}
