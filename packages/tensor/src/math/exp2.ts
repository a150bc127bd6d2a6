import { expand, exponent } from './expansion.ts'
import { scale } from './power-of-two.ts'
import { multiply, rest } from './two-parts.ts'

/**
 * 2ˣ of one double, the same bits in every engine. For whole x the result is exact.
 *
 * Within 0.51 ulp of the true value for every finite x (0.8 if the result is subnormal).
 * exp2(−∞) = 0, exp2(∞) = ∞, NaN stays NaN.
 *
 * @example
 * exp2(0.5) // 1.4142135623730951
 */
export function exp2(x: number): number {
  if (!(x < 1024)) return x >= 1024 ? Infinity : x
  if (x <= -1075) return 0
  const product = multiply(x, 0, Math.LN2, 2.3190468138462996e-17)
  return scale(expand(product, rest[0]!), exponent[0]!)
}
