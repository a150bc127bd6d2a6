// The kernels of sin, cos and tan. The angle in [−π/4, π/4] and the result have two parts each.

import { productError } from './double-double.ts'
import { join } from './two-parts.ts'

/**
 * Adding and then subtracting this number rounds to a multiple of 2⁻¹⁷. The product of three such
 * multiples is exact.
 */
export const TO_TOP: number = 51539607552

/**
 * sin(r + low), with a relative error of about 2⁻⁵⁷. The lower part is written to `rest`.
 *
 * Only the rounding of the term r³/6 would matter. So the cube of the upper bits of r is computed
 * exactly, and the remainder is small.
 */
export function sine(r: number, low: number): number {
  const z = r * r
  const tail =
    0.008333333333333331 +
    z *
      (-0.00019841269841265017 +
        z *
          (2.755731921930192e-6 +
            z * (-2.5052106219521895e-8 + z * (1.6058529572267877e-10 + z * -7.586576588171073e-13))))
  const top = r + TO_TOP - TO_TOP
  const square = top * top
  const cubic = (square * top) / -6
  const cubicRest = ((r - top) * (z + r * top + square)) / -6
  const sum = r + cubic
  return join(sum, r - sum + cubic + (cubicRest + r * z * z * tail + low * (1 - 0.5 * z)))
}

/** cos(r + low), with a relative error of about 2⁻⁵⁶. The lower part is written to `rest`. */
export function cosine(r: number, low: number): number {
  const z = r * r
  const zLow = productError(r, r, z) + 2 * r * low
  const tail =
    0.041666666666666664 +
    z *
      (-0.0013888888888887382 +
        z *
          (2.480158729874307e-5 +
            z * (-2.7557317260008837e-7 + z * (2.0876143827993133e-9 + z * -1.1382456778061306e-11))))
  const half = 0.5 * z
  const value = 1 - half
  return join(value, 1 - value - half + (z * z * tail - 0.5 * zLow))
}
