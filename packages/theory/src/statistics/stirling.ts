import { log } from '@multiview/tensor/math'

/**
 * What Stirling's formula leaves out: ln Γ(n+1) − [(n + ½) ln n − n + ½ ln 2π], for real n > 0.
 * Absolute error below 1e-15. It lets a binomial probability be written as a product of factors
 * near one, where plain differences of ln Γ would lose as many digits as n has.
 *
 * Source: C. Loader, Fast and accurate computation of binomial probabilities (2000); series: NIST
 * DLMF 5.11.1.
 */
export function stirlingError(n: number): number {
  let shifted = n
  let correction = 0
  // The series needs n ≥ 16; below, δ(n) − δ(n+1) = (n + ½) ln(1 + 1/n) − 1 leads up to it.
  while (shifted < 16) {
    correction += (shifted + 0.5) * log((shifted + 1) / shifted) - 1
    shifted += 1
  }
  const inverse = 1 / shifted
  const square = inverse * inverse
  let series = 1 / 156
  for (const coefficient of [-691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12])
    series = coefficient + square * series
  return correction + series * inverse
}

/**
 * Deviance x·ln(x/m) + m − x of an observation x > 0 from its expectation m > 0, without
 * cancellation when they are close. `excess` is x − m, given apart because the caller often knows
 * it more accurately than a subtraction would.
 *
 * Source: the same paper of Loader, function bd0.
 */
export function deviance(x: number, m: number, excess: number): number {
  if (Math.abs(excess) >= 0.1 * (x + m)) return x * log(x / m) - excess
  // With v = (x − m)/(x + m), ln(x/m) = 2·artanh v, and the terms of first order cancel exactly.
  const v = excess / (x + m)
  const square = v * v
  let total = excess * v
  let term = 2 * x * v
  for (let j = 3; ; j += 2) {
    term *= square
    const next = total + term / j
    if (next === total) return next
    total = next
  }
}
