import { exp } from './exp.ts'
import { log1p } from './log1p.ts'

/**
 * log(eᵃ + eᵇ) without overflow, the same bits in every engine.
 *
 * It is max + log1p(e^−|a − b|). The error is within 2 ulp if a and b have the same sign or the
 * larger is positive. Otherwise the two parts may cancel to a result near 0, and the error is an
 * ulp of the larger argument. −∞ is the neutral element, ∞ absorbs, NaN stays NaN.
 *
 * @example
 * logaddexp(1000, 1000) // 1000.6931471805599
 */
export function logaddexp(a: number, b: number): number {
  if (a === b) return a + Math.LN2
  const larger = Math.max(a, b)
  if (larger === Infinity) return larger
  return larger + log1p(exp(-Math.abs(a - b)))
}
