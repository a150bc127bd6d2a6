import { exp } from './exp.ts'
import { log1p } from './log1p.ts'

/**
 * log(1 + eˣ) of one double without overflow, the same bits in every engine. Its derivative is
 * `sigmoid`.
 *
 * Within 2 ulp of the true value for every x. softplus(−∞) = 0, softplus(∞) = ∞, softplus(NaN) =
 * NaN.
 *
 * @example
 * softplus(0) // 0.6931471805599453
 */
export function softplus(x: number): number {
  return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
}
