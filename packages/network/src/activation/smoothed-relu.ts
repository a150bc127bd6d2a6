/** The smoothed ReLU of the paper: a power q below the threshold ϱ, linear above it. */

import { pow } from '@multiview/tensor/math'

/**
 * x^n for x ∈ [0, 1] and real n ≥ 1; an integer n as ((x·x)·x)…, the order in which every kernel
 * multiplies.
 */
export const unitPower = (x: number, n: number): number => {
  if (!Number.isInteger(n)) return pow(x, n)
  let power = x
  for (let e = 1; e < n; e++) power *= x
  return power
}

/** x ↦ x^n in the same order, each product rounded. */
export const powerOf = (n: number, round: (x: number) => number = x => x): ((x: number) => number) =>
  Number.isInteger(n)
    ? x => {
        let power = x
        for (let e = 1; e < n; e++) power = round(power * x)
        return power
      }
    : x => round(pow(x, n))

/**
 * ReLU~(z) = 0 for z ≤ 0; z^q / (q ϱ^{q−1}) for 0 ≤ z ≤ ϱ; z − (1 − 1/q) ϱ for z ≥ ϱ.
 *
 * Written without branches as c·(c/ϱ)^{q−1}/q + max(z − ϱ, 0) with c = min(max(z, 0), ϱ), and with
 * the quotients as products by reciprocals: the form of the training loop, so that training and
 * evaluation round alike.
 */
export const smoothedRelu = (z: number, power: number, threshold: number): number => {
  const clipped = Math.min(Math.max(z, 0), threshold)
  return clipped * unitPower(clipped * (1 / threshold), power - 1) * (1 / power) + Math.max(z - threshold, 0)
}

/** The same function for many z of one q and ϱ: the same bits, without the power above ϱ. */
export const smoothedReluOf = (power: number, threshold: number): ((z: number) => number) => {
  const top = smoothedRelu(threshold, power, threshold)
  return z => {
    if (z <= 0) return 0
    return z < threshold ? smoothedRelu(z, power, threshold) : top + (z - threshold)
  }
}

/** Its derivative (min(max(z, 0), ϱ)/ϱ)^{q−1}, continuous everywhere. */
export const smoothedReluDerivative = (z: number, power: number, threshold: number): number =>
  unitPower(Math.min(Math.max(z, 0), threshold) * (1 / threshold), power - 1)
