/**
 * The terms of the Poisson and binomial probabilities in a form that is accurate for large counts:
 * C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */
import { lgamma } from '../math/lgamma.ts'
import { log } from '../math/log.ts'
import { log1p } from '../math/log1p.ts'

const HALF_LOG_TWO_PI = 0.9189385332046728
const TWO_PI = 6.283185307179586

/** log n! − log(√(2πn)·(n/e)ⁿ) for n ≥ 1. */
function stirlingError(n: number): number {
  if (n < 16) return lgamma(n + 1) - (n + 0.5) * log(n) + n - HALF_LOG_TWO_PI
  const z = 1 / (n * n)
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - z / 1188) * z) * z) * z) / n
}

/** x·log(x/m) + m − x without the cancellation near x = m. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * log(x / m) + m - x
  const v = (x - m) / (x + m)
  let sum = (x - m) * v
  let power = 2 * x * v
  for (let j = 3; ; j += 2) {
    power *= v * v
    const next = sum + power / j
    if (next === sum) return sum
    sum = next
  }
}

/** The logarithm of the probability that a Poisson variate with a mean > 0 is k. */
export function logPoisson(k: number, mean: number): number {
  return k === 0 ? -mean : -stirlingError(k) - deviance(k, mean) - 0.5 * log(TWO_PI * k)
}

/**
 * The logarithm of the probability of k successes in n trials, each with probability p in (0, 1).
 */
export function logBinomial(k: number, n: number, p: number): number {
  if (k === 0) return n * log1p(-p)
  if (k === n) return n * log(p)
  return (
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * (1 - p)) +
    0.5 * log(n / (TWO_PI * k * (n - k)))
  )
}
