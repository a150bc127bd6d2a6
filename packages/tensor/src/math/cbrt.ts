import { highWord } from './bits.ts'
import { powerOfTwo } from './power-of-two.ts'
import { multiply, productOf, rest } from './two-parts.ts'

/**
 * The cube root of one double, the same bits in every engine.
 *
 * Within 0.51 ulp of the true value for every finite x; exact if the root is a double.
 * cbrt(±0) = ±0, cbrt(±∞) = ±∞, NaN stays NaN.
 *
 * @example
 * cbrt(27) // 3
 */
export function cbrt(x: number): number {
  let size = Math.abs(x)
  if (!(size > 0 && size < Infinity)) return x
  let power = 0
  if (size < 2.2250738585072014e-308) {
    size *= 18014398509481984 // 2^54 makes a subnormal number normal
    power = -18
  }
  // size = 8^k·m with m in [1, 8).
  const k = Math.floor(((highWord(size) >> 20) - 1023) / 3)
  const value = root(size * powerOfTwo(-3 * k)) * powerOfTwo(k + power)
  return x < 0 ? -value : value
}

/**
 * The cube root of m in [1, 8): a quadratic estimate within 3%, two steps of Halley's iteration,
 * and one step of Newton's in two parts.
 */
function root(m: number): number {
  let r = 0.71 + m * (0.305 - m * 0.0182)
  for (let step = 0; step < 2; step++) {
    const cube = r * r * r
    r *= (cube + 2 * m) / (2 * cube + m)
  }
  const square = productOf(r, r)
  const cube = multiply(square, rest[0]!, r, 0)
  return r + (m - cube - rest[0]!) / (3 * square)
}
