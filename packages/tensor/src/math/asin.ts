import { arctangent } from './arctangent.ts'
import { cathetus } from './cathetus.ts'
import { rest } from './two-parts.ts'

/**
 * The arcsine of one double, in radians, the same bits in every engine. It is the angle of the
 * point (√(1 − x²), x).
 *
 * Within 0.51 ulp of the true value for every x in [−1, 1]; NaN outside. asin(±0) = ±0.
 *
 * @example
 * asin(0.5) // 0.5235987755982989
 */
export function asin(x: number): number {
  const size = Math.abs(x)
  if (!(size > 1e-8)) return x
  if (size > 1) return NaN
  const other = cathetus(size)
  const value = arctangent(size, 0, other, rest[0]!)
  return x < 0 ? -value : value
}
