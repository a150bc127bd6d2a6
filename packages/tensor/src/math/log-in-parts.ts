// The logarithm that pow needs: y·log x may reach 745, so that 1 ulp of e^(y·log x) asks for 64 good bits.

import { highWord } from './bits.ts'
import { productError } from './double-double.ts'
import { TO_ONE } from './log.ts'
import { powerOfTwo } from './power-of-two.ts'

/** ln 2 and log(j/32) for j = 23 … 45, in two parts; the first parts are multiples of 2⁻⁴⁰, so that their sums are exact. */
const LN2_HIGH = 0.6931471805601177
const LN2_LOW = -1.7239444525614835e-13
const FIRST = 23
const LOG_HIGH = /* @__PURE__ */ Float64Array.of(
  -0.330241686870977,
  -0.2876820724513891,
  -0.24686007793116005,
  -0.2076393647785153,
  -0.1698990367949591,
  -0.13353139262471814,
  -0.09844007281299127,
  -0.06453852113736502,
  -0.03174869831491378,
  0.0,
  0.03077165866670839,
  0.06062462181671435,
  0.08961215868930594,
  0.11778303565643,
  0.14518200984457508,
  0.17185025692651834,
  0.1978257433302133,
  0.22314355131402408,
  0.24783616390413954,
  0.27193371548401046,
  0.29546421289342106,
  0.3184537311180975,
  0.3409265869704541,
)
const LOG_LOW = /* @__PURE__ */ Float64Array.of(
  4.001352063965439e-13,
  -3.918237769963822e-13,
  -3.657488373208597e-13,
  2.707990980384746e-13,
  -4.383710744723666e-13,
  1.9551393909415374e-13,
  -2.6124491647247346e-13,
  -2.0614806739842207e-13,
  3.334802027954729e-13,
  0.0,
  4.529814257790929e-14,
  -2.795098818345971e-13,
  3.811896486921138e-13,
  -4.654729747598445e-14,
  -7.718001336828099e-14,
  1.4088127937111135e-13,
  -2.934191242140559e-13,
  1.856757095979601e-13,
  4.4171755371315547e-13,
  -3.687042831583768e-13,
  4.148131870425857e-13,
  4.3712191957429144e-13,
  1.3912841212197566e-13,
)

/** What `logInParts` returns besides its value. */
export const logLow: Float64Array = new Float64Array(1)

/**
 * log x = value + logLow[0] for positive finite x, with relative error about 2⁻⁶⁶.
 *
 * x = 2ᵏ·m and c is the nearest multiple of 1/32 to m: log x = k·ln2 + log c + 2·atanh(s), s = (m − c)/(m + c), where
 * m − c is exact and s is carried in two parts, so that nothing is lost when x is near 1.
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

  const base = k * LN2_HIGH + LOG_HIGH[j - FIRST]!
  const sum = base + 2 * s
  const sumLow = base - sum + 2 * s
  const rest = sumLow + (2 * sLow + cubic + (k * LN2_LOW + LOG_LOW[j - FIRST]!))
  const value = sum + rest
  logLow[0] = sum - value + rest
  return value
}
