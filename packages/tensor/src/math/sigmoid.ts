import { divide } from './double-double.ts'
import { exp } from './exp.ts'
import { expand, exponent, low } from './expansion.ts'
import { powerOfTwo } from './power-of-two.ts'

/**
 * The logistic function 1/(1 + e⁻ˣ) of one double, the same bits in every engine.
 *
 * Within 0.56 ulp of the true value for every x (0.8 if the result is subnormal), also for very
 * negative x, where it is nearly eˣ. sigmoid(−∞) = 0, sigmoid(∞) = 1, sigmoid(NaN) = NaN.
 *
 * @example
 * sigmoid(0) // 0.5
 */
export function sigmoid(x: number): number {
  if (!(x < 40)) return x >= 40 ? 1 : x
  if (x < -40) return exp(x)
  const fraction = expand(-Math.abs(x), 0)
  const power = powerOfTwo(exponent[0]!)
  const high = fraction * power
  const rest = low[0]! * power
  const divisor = 1 + high
  const divisorLow = 1 - divisor + high + rest
  return x < 0 ? divide(high, rest, divisor, divisorLow) : divide(1, 0, divisor, divisorLow)
}
