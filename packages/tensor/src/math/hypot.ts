import { powerOfTwo } from './power-of-two.ts'
import { add, productOf, rest, squareRoot } from './two-parts.ts'

/**
 * √(x² + y²) of two doubles, the same bits in every engine. Intermediate results neither overflow
 * nor underflow.
 *
 * Within 0.51 ulp of the true value (0.8 if the result is subnormal). hypot(±∞, y) = ∞ for every y,
 * also for NaN.
 *
 * @example
 * hypot(3, 4) // 5
 */
export function hypot(x: number, y: number): number {
  const a = Math.abs(x)
  const b = Math.abs(y)
  if (a === Infinity || b === Infinity) return Infinity
  const large = a > b ? a : b
  const small = a > b ? b : a
  // The smaller argument is 0 or does not change the result, or one argument is NaN.
  if (!(small > large * 1e-17)) return a + b
  if (large > 1e150) return legs(large * powerOfTwo(-600), small * powerOfTwo(-600)) * powerOfTwo(600)
  if (small < 1e-130) return legs(large * powerOfTwo(600), small * powerOfTwo(600)) * powerOfTwo(-600)
  return legs(large, small)
}

function legs(large: number, small: number): number {
  const square = productOf(large, large)
  const squareLow = rest[0]!
  const other = productOf(small, small)
  const sum = add(square, squareLow, other, rest[0]!)
  return squareRoot(sum, rest[0]!)
}
