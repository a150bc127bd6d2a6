import { erfcInParts } from './erfc-in-parts.ts'
import { exponent } from './expansion.ts'
import { scale } from './power-of-two.ts'

/**
 * The complementary error function 1 − erf x of one double, the same bits in every engine.
 *
 * Within 0.9 ulp of the true value for every x, also for large x, where erfc x is nearly
 * e^−x²/(x√π). erfc(−∞) = 2, erfc(∞) = 0, NaN stays NaN.
 *
 * @example
 * erfc(1) // 0.15729920705028513
 */
export function erfc(x: number): number {
  if (!(x < 28)) return x >= 28 ? 0 : x
  if (x < -6) return 2
  return scale(erfcInParts(x, 0), exponent[0]!)
}
