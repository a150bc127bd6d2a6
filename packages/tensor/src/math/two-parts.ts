// Numbers of about 106 bits, each the sum of two doubles, after T. J. Dekker, "A floating-point
// technique for extending the available precision", Numerische Mathematik 18 (1971) 224–242, and D.
// E. Knuth's exact sum. Every function returns the upper part, which is the result rounded to a
// double. It writes the lower part to `rest`.

import { productError } from './double-double.ts'

/** The lower part of the last result. A typed array avoids an allocation per call. */
export const rest: Float64Array = new Float64Array(1)

/** high + low, for |high| ≥ |low| or high = 0. */
export function join(high: number, low: number): number {
  const sum = high + low
  rest[0] = high - sum + low
  return sum
}

/** a + b, exactly. */
export function sumOf(a: number, b: number): number {
  const sum = a + b
  const fromB = sum - a
  rest[0] = a - (sum - fromB) + (b - fromB)
  return sum
}

/** a·b, exactly; |a| and |b| below 2⁹⁰⁰. */
export function productOf(a: number, b: number): number {
  const product = a * b
  rest[0] = productError(a, b, product)
  return product
}

/** (a + aLow) + (b + bLow). */
export function add(a: number, aLow: number, b: number, bLow: number): number {
  const sum = sumOf(a, b)
  return join(sum, rest[0]! + (aLow + bLow))
}

/** (a + aLow)·(b + bLow). */
export function multiply(a: number, aLow: number, b: number, bLow: number): number {
  const product = a * b
  return join(product, productError(a, b, product) + (a * bLow + aLow * b))
}

/** (a + aLow)/(b + bLow). */
export function quotient(a: number, aLow: number, b: number, bLow: number): number {
  const value = a / b
  const product = value * b
  return join(value, (a - product - productError(value, b, product) + (aLow - value * bLow)) / b)
}

/** √(a + aLow) for a > 0. */
export function squareRoot(a: number, aLow: number): number {
  const root = Math.sqrt(a)
  const square = root * root
  return join(root, (a - square - productError(root, root, square) + aLow) / (2 * root))
}
