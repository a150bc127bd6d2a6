import { divide } from './double-double.ts'
import { expandLessOne, low } from './expansion.ts'

/**
 * The hyperbolic tangent of one double, the same bits in every engine: E/(E + 2) with E = e^2|x| − 1 in two parts.
 *
 * Within 0.52 ulp of the true value for every x. tanh(±0) = ±0, tanh(±∞) = ±1, tanh(NaN) = NaN.
 *
 * @example
 * tanh(0.5) // 0.46211715726000973
 */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (!(size > 1e-9)) return x
  if (size > 20) return x < 0 ? -1 : 1
  const high = expandLessOne(2 * size)
  const rest = low[0]!
  const divisor = high + 2
  const divisorLow = high > 2 ? high - divisor + 2 : 2 - divisor + high
  const value = divide(high, rest, divisor, divisorLow + rest)
  return x < 0 ? -value : value
}
