import { log1pOf } from './log1p-of.ts'
import { add, multiply, rest, squareRoot, sumOf } from './two-parts.ts'

/**
 * The inverse hyperbolic cosine of one double, the same bits in every engine. It is log(1 + (t +
 * √(t(t + 2)))) with t = x − 1, computed in two parts.
 *
 * Within 0.65 ulp of the true value for every x ≥ 1; NaN below. acosh(1) = 0, acosh(∞) = ∞.
 *
 * @example
 * acosh(2) // 1.3169578969248166
 */
export function acosh(x: number): number {
  if (!(x > 1)) return x === 1 ? 0 : NaN
  if (x > 1e100) return x < Infinity ? log1pOf(x, 0, 1) : x
  const t = x - 1
  const two = sumOf(t, 2)
  const square = multiply(two, rest[0]!, t, 0)
  const root = squareRoot(square, rest[0]!)
  const sum = add(root, rest[0]!, t, 0)
  return log1pOf(sum, rest[0]!, 0)
}
