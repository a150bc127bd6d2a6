// The logarithm that pow needs. y·log x may reach 745, so e^(y·log x) is only within 1 ulp if the
// logarithm has 64 correct bits.

import { highWord } from './bits.ts'
import { productError } from './double-double.ts'
import { TO_ONE } from './log.ts'
import { LN2_HIGH, LN2_LOW } from './log-kernel.ts'
import { powerOfTwo } from './power-of-two.ts'

/**
 * log(j/32) for j = 23 … 45 in two parts. The first is a multiple of 2⁻⁴⁰, like the first part of
 * ln 2, so their sums are exact. The second is the rest, rounded.
 */
export const FIRST_LOG = 23
export const LOG_HIGH: Float64Array = new Float64Array(23)
export const LOG_LOW: Float64Array = new Float64Array(23)

// log(j/32) = 2·atanh(s) with s = (j − 32)/(j + 32), by its Taylor series. Numbers are stored as
// integers in units of 2⁻¹²⁰.
for (let i = 0; i < 23; i++) {
  const j = FIRST_LOG + i
  const s = (BigInt(j - 32) << 120n) / BigInt(j + 32)
  let sum = 0n
  for (let n = 1n, power = 2n * s; power / n !== 0n; n += 2n) {
    sum += power / n
    power = (((power * s) >> 120n) * s) >> 120n
  }
  const high = (sum + (1n << 79n)) >> 80n
  LOG_HIGH[i] = Number(high) * powerOfTwo(-40)
  LOG_LOW[i] = Number(sum - (high << 80n)) * powerOfTwo(-120)
}

/** The lower part that `logInParts` returns besides its value. */
export const logLow: Float64Array = new Float64Array(1)

/**
 * Computes log x = value + logLow[0] for positive finite x and returns the value. The relative
 * error is about 2⁻⁶⁶.
 *
 * x = 2ᵏ·m, and c is the multiple of 1/32 nearest to m. Then log x = k·ln2 + log c + 2·atanh(s)
 * with s = (m − c)/(m + c). m − c is exact and s has two parts, so nothing is lost if x is near 1.
 */
export function logInParts(x: number): number {
  let k = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984 // 2^54 makes a subnormal number normal
    k = -54
  }
  const toUnit = 1023 - ((highWord(x) + TO_ONE) >> 20)
  k -= toUnit
  const m = x * powerOfTwo(toUnit)
  const j = Math.floor(m * 32 + 0.5)
  const c = j * 0.03125
  const difference = m - c
  const total = m + c
  const totalLow = m - (total - c)

  const s = difference / total
  const product = s * total
  const sLow = (difference - product - productError(s, total, product) - s * totalLow) / total
  const z = s * s
  const cubic = s * z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9))))

  const base = k * LN2_HIGH + LOG_HIGH[j - FIRST_LOG]!
  const sum = base + 2 * s
  const sumLow = base - sum + 2 * s
  const rest = sumLow + (2 * sLow + cubic + (k * LN2_LOW + LOG_LOW[j - FIRST_LOG]!))
  const value = sum + rest
  logLow[0] = sum - value + rest
  return value
}
