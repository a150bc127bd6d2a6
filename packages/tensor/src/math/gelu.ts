import { erfcInParts } from './erfc-in-parts.ts'
import { exponent } from './expansion.ts'
import { scale } from './power-of-two.ts'
import { multiply, rest } from './two-parts.ts'

/** √½ − Math.SQRT1_2. */
export const ROOT_HALF_LOW = -4.833646656726457e-17

/**
 * x·Φ(x) of one double, the same bits in every engine. Φ is the distribution function of the
 * standard normal distribution. The result is x/2·erfc(−x/√2), with −x/√2 in two parts.
 *
 * Within 1 ulp of the true value for every x. gelu(±0) = ±0,
 * gelu(−∞) = −0, gelu(∞) = ∞, NaN stays NaN.
 *
 * @example
 * gelu(1) // 0.8413447460685429
 */
export function gelu(x: number): number {
  if (x > 9) return x
  if (x < -39) return -0
  if (!(Math.abs(x) > 1e-150)) return 0.5 * x
  const u = multiply(-x, 0, Math.SQRT1_2, ROOT_HALF_LOW)
  const value = erfcInParts(u, rest[0]!)
  return scale(multiply(value, rest[0]!, 0.5 * x, 0), exponent[0]!)
}
