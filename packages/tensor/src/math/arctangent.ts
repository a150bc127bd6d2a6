// Code that atan, atan2, asin and acos share.

import { HALF_PI, HALF_PI_LOW } from './quarter-turns.ts'
import { add, join, multiply, quotient, rest, sumOf } from './two-parts.ts'

/** atan(j/8) in two parts. */
export const ANGLE: Float64Array = /* @__PURE__ */ Float64Array.of(
  0,
  0.12435499454676144,
  0.24497866312686414,
  0.35877067027057225,
  0.4636476090008061,
  0.5585993153435624,
  0.6435011087932844,
  0.7188299996216245,
  0.7853981633974483,
)
export const ANGLE_LOW: Float64Array = /* @__PURE__ */ Float64Array.of(
  0,
  -3.1253241424539383e-18,
  1.0698755618734451e-17,
  -2.4623815582638635e-17,
  2.2698777452961687e-17,
  -5.4556305485916264e-18,
  1.5834785051444286e-17,
  -2.1478388444456983e-17,
  3.061616997868383e-17,
)

/**
 * The angle in [0, π/2] of the point (x + xLow, y + yLow). x and y are ≥ 0 and not both 0, and
 * their squares neither overflow nor underflow. The lower part of the result is written to `rest`.
 *
 * c is the multiple of 1/8 nearest to y/x. Then atan(y/x) = atan c + atan t with t = (y − cx)/(x +
 * cy), which is below 1/16.
 */
export function arctangent(y: number, yLow: number, x: number, xLow: number): number {
  if (y > x) {
    const other = arctangent(x, xLow, y, yLow)
    return add(HALF_PI, HALF_PI_LOW, -other, -rest[0]!)
  }
  const j = Math.floor((8 * y) / x + 0.5)
  const c = 0.125 * j
  let product = multiply(x, xLow, c, 0)
  const top = add(y, yLow, -product, -rest[0]!)
  const topLow = rest[0]!
  product = multiply(y, yLow, c, 0)
  const bottom = add(x, xLow, product, rest[0]!)
  const t = quotient(top, topLow, bottom, rest[0]!)
  const tLow = rest[0]!
  const z = t * t
  const tail =
    -0.3333333333333332 +
    z *
      (0.19999999999823825 + z * (-0.1428571392619221 + z * (0.11110854209807455 + z * -0.09015908884241114)))
  const sum = sumOf(ANGLE[j]!, t)
  return join(sum, rest[0]! + (ANGLE_LOW[j]! + (tLow + t * z * tail)))
}
