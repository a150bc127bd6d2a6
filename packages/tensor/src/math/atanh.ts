import { log1pOf } from './log1p-of.ts'
import { quotient, rest, sumOf } from './two-parts.ts'

/**
 * The inverse hyperbolic tangent of one double, the same bits in every engine. It is log(1 + 2x/(1
 * − x))/2, computed in two parts.
 *
 * Within 0.65 ulp of the true value for every x in [−1, 1]; NaN outside. atanh(±0) = ±0, atanh(±1)
 * = ±∞.
 *
 * @example
 * atanh(0.5) // 0.5493061443340548
 */
export function atanh(x: number): number {
  const size = Math.abs(x)
  if (!(size > 1e-8)) return x
  if (!(size < 1)) return size === 1 ? x * Infinity : NaN
  const divisor = sumOf(1, -size)
  const ratio = quotient(2 * size, 0, divisor, rest[0]!)
  const value = 0.5 * log1pOf(ratio, rest[0]!, 0)
  return x < 0 ? -value : value
}
