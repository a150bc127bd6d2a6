import { exp } from '@multiview/tensor/math'
import { deviance, stirlingError } from './stirling.ts'

/** Both tails of a beta distribution, and how fast they change. */
export interface BetaTails {
  /** I_p(a, b), the probability of a value below p. */
  lower: number
  /** 1 − I_p(a, b). */
  upper: number
  /** p·q·f(p) with f the density: d lower / d logit(p). */
  slope: number
}

/**
 * Regularized incomplete beta function I_p(a, b) and its complement, for a, b ≥ ½ and 0 ≤ p ≤ 1, q
 * = 1 − p.
 *
 * The tail on the far side of the mean is computed directly and is accurate to about 1e-13 relative
 * (1e-12 for a + b near 1e7); the other is its complement. `q` is an argument because 1 − p has
 * lost its digits when p is near 1.
 *
 * Source: the contracted continued fraction of A. R. DiDonato and A. H. Morris, ACM TOMS 18 (1992)
 * 360–373, eq. 9.
 */
export function betaTails(a: number, b: number, p: number, q: number): BetaTails {
  if (p <= 0) return { lower: 0, upper: 1, slope: 0 }
  if (q <= 0) return { lower: 1, upper: 0, slope: 0 }
  const power = betaPower(a, b, p, q)
  if (a * q >= b * p) {
    const lower = power === 0 ? 0 : power / continuedFraction(a, b, p, q)
    return { lower, upper: 1 - lower, slope: power }
  }
  const upper = power === 0 ? 0 : power / continuedFraction(b, a, q, p)
  return { lower: 1 - upper, upper, slope: power }
}

/** p^a q^b / B(a, b), by the saddle-point form of the binomial probability. */
function betaPower(a: number, b: number, p: number, q: number): number {
  const n = a + b
  const excess = a * q - b * p
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * p, excess) -
    deviance(b, n * q, -excess)
  return exp(exponent) * Math.sqrt((a * b) / (2 * Math.PI * n))
}

/**
 * The continued fraction β₁ + α₂/(β₂ + α₃/(β₃ + …)) by Lentz's method, for p below the mean
 * a/(a+b).
 */
function continuedFraction(a: number, b: number, p: number, q: number): number {
  // Lentz's method divides by its partial results, which must not be 0.
  const tiny = 1e-300
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  const excess = a * q - b * p
  const beta = (n: number) =>
    n + (n * (b - n) * p) / (a + 2 * n - 1) + ((a + n) * (excess + 1 + n * (1 + q))) / (a + 2 * n + 1)
  let value = (a * (excess + 1)) / (a + 1)
  let c = value
  let d = 0
  for (let n = 1; n <= 200_000; n++) {
    const odd = a + 2 * n - 1
    const alpha = ((((a + n - 1) / odd) * (a + b + n - 1)) / odd) * n * (b - n) * p * p
    const next = beta(n)
    d = 1 / away(next + alpha * d)
    c = away(next + alpha / c)
    const factor = c * d
    value *= factor
    if (Math.abs(factor - 1) < 3e-16) return value
  }
  throw new RangeError(`incomplete beta: no convergence at a = ${a}, b = ${b}, p = ${p}`)
}
