import { highWord } from './bits.ts'
import { logKernel } from './log-kernel.ts'
import { powerOfTwo } from './power-of-two.ts'

/**
 * The distance from the upper word of √½, rounded down, to that of 1. With it the fraction lies in
 * [√½, √2), around 1.
 */
export const TO_ONE: number = 0x3ff00000 - 0x3fe6a09e

/**
 * The natural logarithm of one double, the same bits in every engine.
 *
 * Within 0.7 ulp of the true value for every positive finite x, subnormal ones included.
 * log(±0) = −∞, log(x < 0) = NaN, log(∞) = ∞, log(NaN) = NaN.
 *
 * @example
 * log(10) // 2.302585092994046
 */
export function log(x: number): number {
  const high = highWord(x)
  if (high < 0x00100000 || high >= 0x7ff00000) return logOfRare(x)
  return logOfNormal(x, high, 0, 0)
}

/** Zero, subnormal, negative and non-finite numbers. */
function logOfRare(x: number): number {
  if (x === 0) return -Infinity
  if (!(x > 0)) return NaN
  if (x === Infinity) return x
  const normal = x * 18014398509481984 // 2^54
  return logOfNormal(normal, highWord(normal), -54, 0)
}

/** k·ln 2 + log x + extra for a normal x > 0 whose upper word is `high`. */
export function logOfNormal(x: number, high: number, k: number, extra: number): number {
  // The negative of the exponent is computed in integers. Negating a number could give −0, which
  // slows V8 down.
  const toUnit = 1023 - ((high + TO_ONE) >> 20)
  return logKernel(k - toUnit, x * powerOfTwo(toUnit) - 1, extra)
}
