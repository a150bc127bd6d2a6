import { productError } from './double-double.ts'
import { expand, exponent } from './expansion.ts'
import { logInParts, logLow } from './log-in-parts.ts'
import { scale } from './power-of-two.ts'

/**
 * xʸ of two doubles, the same bits in every engine: e^(y·log x), where the logarithm and the
 * product have two parts each.
 *
 * Within 0.6 ulp of the true value for all finite arguments (0.8 if the result is subnormal).
 * Special values are those of IEEE 754 and NumPy, which differ from `Math.pow` at 1: pow(1, y) = 1
 * and pow(x, 0) = 1 even for NaN, and pow(−1, ±∞) = 1. A negative x with a fractional y gives NaN.
 *
 * @example
 * pow(2, 0.5) // 1.4142135623730951
 */
export function pow(x: number, y: number): number {
  // The most common exponents need a single rounding each.
  if (y === 2) return x * x
  if (y === 1) return x
  if (y === 0 || x === 1) return 1
  if (y === -1) return 1 / x
  if (y === 0.5 && x > 0) return Math.sqrt(x)
  const size = Math.abs(x)
  if (!(size > 0 && size < Infinity && Math.abs(y) < 2 ** 65)) return powAtTheEnds(x, y)
  const whole = Math.floor(y) === y
  if (x < 0 && !whole) return NaN
  const value = powOfPositive(size, y)
  return x < 0 && isOdd(y) ? -value : value
}

/** Zero, infinite or NaN arguments, and |y| ≥ 2⁶⁵, for which xʸ is 0 or ∞ unless x is ±1. */
function powAtTheEnds(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const size = Math.abs(x)
  if (size === 1) return 1
  const value = size > 1 === y > 0 ? Infinity : 0
  const negative = x < 0 || Object.is(x, -0)
  return negative && isOdd(y) ? -value : value
}

/** False for ±∞ and for every number from 2⁵³ on, since these are all even. */
function isOdd(y: number): boolean {
  return Math.abs(y % 2) === 1
}

function powOfPositive(x: number, y: number): number {
  const logHigh = logInParts(x)
  const product = y * logHigh
  if (product > 710) return Infinity
  if (product < -746) return 0
  const value = expand(product, productError(y, logHigh, product) + y * logLow[0]!)
  return scale(value, exponent[0]!)
}
