import { exp } from './exp.ts'
import { log1p } from './log1p.ts'

/**
 * log(eᵃ + eᵇ) without overflow, the same bits in every engine.
 *
 * max + log1p(e^−|a − b|): within 2 ulp where a and b have one sign or the larger is positive;
 * where the two parts cancel, so that the result is near 0, the error is an ulp of the larger
 * argument instead. −∞ is the neutral element, ∞ absorbs, NaN stays NaN.
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
