import { multiply, rest, squareRoot, sumOf } from './two-parts.ts'

/**
 * √(1 − x²) for 0 ≤ x ≤ 1: the other leg of a right triangle with hypotenuse 1. The lower part is
 * written to `rest`.
 */
export function cathetus(x: number): number {
  const sum = sumOf(1, x)
  const sumLow = rest[0]!
  const difference = sumOf(1, -x)
  const square = multiply(sum, sumLow, difference, rest[0]!)
  return square > 0 ? squareRoot(square, rest[0]!) : 0
}
