import { arctangent } from './arctangent.ts'
import { HALF_PI } from './quarter-turns.ts'

/**
 * The arctangent of one double, in radians, the same bits in every engine.
 *
 * Within 0.51 ulp of the true value for every x. atan(±0) = ±0, atan(±∞) = ±π/2, NaN stays NaN.
 *
 * @example
 * atan(1) // 0.7853981633974483
 */
export function atan(x: number): number {
  const size = Math.abs(x)
  if (!(size > 1e-8)) return x
  const value = size > 1e20 ? HALF_PI : arctangent(size, 0, 1, 0)
  return x < 0 ? -value : value
}
