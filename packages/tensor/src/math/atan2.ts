import { arctangent } from './arctangent.ts'
import { powerOfTwo } from './power-of-two.ts'
import { HALF_PI, HALF_PI_LOW } from './quarter-turns.ts'
import { add, rest } from './two-parts.ts'

const PI_LOW = 2 * HALF_PI_LOW

/**
 * The angle of the point (x, y) in [−π, π], the same bits in every engine.
 *
 * Within 0.51 ulp of the true value (0.8 if the result is subnormal), also if y/x overflows or
 * underflows. The signs of zeros and infinities count as in C99: atan2(±0, −0) = ±π, atan2(±∞, −∞)
 * = ±3π/4. NaN stays NaN.
 *
 * @example
 * atan2(1, -1) // 2.356194490192345
 */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const value = angleOf(Math.abs(y), x)
  return y < 0 || Object.is(y, -0) ? -value : value
}

/** The angle of a point with y ≥ 0, in [0, π]. */
function angleOf(y: number, x: number): number {
  const size = Math.abs(x)
  const left = x < 0 || Object.is(x, -0)
  if (y === Infinity) return size < Infinity ? HALF_PI : left ? 2.356194490192345 : 0.7853981633974483
  if (size === Infinity || y === 0) return left ? Math.PI : 0
  const ratio = y / size
  // Far from the diagonal one term of the series is enough.
  if (ratio < 1e-9) return left ? Math.PI - (ratio - PI_LOW) : ratio
  if (ratio > 1e9) return HALF_PI - ((left ? -1 : 1) * (size / y) - HALF_PI_LOW)
  const factor = y > 1e150 ? powerOfTwo(-600) : y < 1e-100 ? powerOfTwo(600) : 1
  const value = arctangent(y * factor, 0, size * factor, 0)
  return left ? add(Math.PI, PI_LOW, -value, -rest[0]!) : value
}
