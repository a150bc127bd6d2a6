import { arctangent } from './arctangent.ts'
import { cathetus } from './cathetus.ts'
import { HALF_PI_LOW } from './quarter-turns.ts'
import { add, rest } from './two-parts.ts'

/**
 * The arccosine of one double, in radians, the same bits in every engine. It is the angle of the
 * point (x, √(1 − x²)).
 *
 * Within 0.51 ulp of the true value for every x in [−1, 1]; NaN outside.
 *
 * @example
 * acos(0.5) // 1.0471975511965979
 */
export function acos(x: number): number {
  const size = Math.abs(x)
  if (!(size <= 1)) return NaN
  const other = cathetus(size)
  const value = arctangent(other, rest[0]!, size, 0)
  return x < 0 ? add(Math.PI, 2 * HALF_PI_LOW, -value, -rest[0]!) : value
}
