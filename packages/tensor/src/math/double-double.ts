// Exact rounding errors of products and quotients, after T. J. Dekker, "A floating-point technique
// for extending the available precision", Numerische Mathematik 18 (1971) 224–242. A number is
// stored as high + low with |low| ≤ ½ ulp(high).

/** 2²⁷ + 1. It splits a double into two halves whose products are exact. */
export const SPLITTER: number = 134217729

/** a·b − product, exactly, where `product` is the rounded a·b. |a| and |b| are below 2⁹⁰⁰. */
export function productError(a: number, b: number, product: number): number {
  const scaledA = SPLITTER * a
  const aTop = scaledA - (scaledA - a)
  const aRest = a - aTop
  const scaledB = SPLITTER * b
  const bTop = scaledB - (scaledB - b)
  const bRest = b - bTop
  return aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest
}

/** (high + low)/(divisor + divisorLow), rounded from a value with relative error about 2⁻¹⁰⁰. */
export function divide(high: number, low: number, divisor: number, divisorLow: number): number {
  const quotient = high / divisor
  const product = quotient * divisor
  const rest = high - product - productError(quotient, divisor, product) + (low - quotient * divisorLow)
  return quotient + rest / divisor
}
