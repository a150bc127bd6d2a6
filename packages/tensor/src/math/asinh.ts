import { log1pOf } from './log1p-of.ts'
import { add, productOf, quotient, rest, squareRoot } from './two-parts.ts'

/**
 * The inverse hyperbolic sine of one double, the same bits in every engine. It is log(1 + (x +
 * x²/(1 + √(1 + x²)))), computed in two parts.
 *
 * Within 0.65 ulp of the true value for every x. asinh(±0) = ±0, asinh(±∞) = ±∞, NaN stays NaN.
 *
 * @example
 * asinh(1) // 0.881373587019543
 */
export function asinh(x: number): number {
  const size = Math.abs(x)
  if (!(size > 1e-8 && size < Infinity)) return x
  const value = size < 1e100 ? middle(size) : log1pOf(size, 0, 1)
  return x < 0 ? -value : value
}

function middle(x: number): number {
  const square = productOf(x, x)
  const squareLow = rest[0]!
  const more = add(square, squareLow, 1, 0)
  const root = squareRoot(more, rest[0]!)
  const divisor = add(root, rest[0]!, 1, 0)
  const part = quotient(square, squareLow, divisor, rest[0]!)
  const sum = add(part, rest[0]!, x, 0)
  return log1pOf(sum, rest[0]!, 0)
}
