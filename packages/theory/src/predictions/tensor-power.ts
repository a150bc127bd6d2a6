/** The tensor-power method of Lemma D.19: two sequences that grow by a power of themselves. */

import { pow } from '@multiview/tensor/math'

export interface Race {
  /** q ≥ 3. */
  readonly power: number
  /** x_0. */
  readonly ahead: number
  /** y_0. */
  readonly behind: number
  /** S: y grows S times as fast as x would at the same size. */
  readonly advantage: number
  /** A: the race ends at the first step at which x ≥ A. */
  readonly end: number
}

/** x^n by squaring: n multiplications are too many in a loop of a million steps. */
const wholePower = (x: number, n: number): number => {
  let power = 1
  for (let base = x, rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power *= base
    base *= base
  }
  return power
}

/**
 * Iterates x ← x + ηC_t x^{q−1}, y ← y + ηS C_t y^{q−1} exactly until x ≥ A and returns y/y_0.
 *
 * C_t alternates between 0.5 and 1.5, a Θ(1) that both share; η is the constant at which x grows by at most `lastStep` of
 * itself in any step, so that the error of the step size is a stated one.
 */
export const iterateTensorPower = (race: Race, lastStep: number): number => {
  const { power, ahead, behind, advantage, end } = race
  const eta = lastStep / (1.5 * wholePower(end, power - 2))
  let x = ahead
  let y = behind
  for (let t = 0; x < end; t++) {
    const step = eta * (t % 2 === 0 ? 0.5 : 1.5)
    x += step * wholePower(x, power - 1)
    y += step * advantage * wholePower(y, power - 1)
  }
  return y / behind
}

/** y/y_0 at the end in continuous time: [1 − S (y_0/x_0)^{q−2} (1 − (x_0/A)^{q−2})]^{−1/(q−2)} (paper.md §3). */
export const closedFormTensorPower = ({ power, ahead, behind, advantage, end }: Race): number => {
  const n = power - 2
  return pow(1 - advantage * wholePower(behind / ahead, n) * (1 - wholePower(ahead / end, n)), -1 / n)
}

/**
 * The most that y can grow when x_0 ≥ y_0 S^{1/(q−2)} (1 + δ), however far x goes: [1 − (1 + δ)^{−(q−2)}]^{−1/(q−2)}. It depends on
 * δ and q alone, which is the lemma's O(polylog k) at δ = 1/polylog k.
 */
export const largestGrowth = (power: number, headStart: number): number => {
  const n = power - 2
  return pow(1 - 1 / wholePower(1 + headStart, n), -1 / n)
}

/**
 * When x' = C x^{q−1} with x(0) = x_0 reaches A: (x_0^{−(q−2)} − A^{−(q−2)}) / ((q − 2) C), infinite for x_0 = 0. Phase I of the paper ends at
 * this time, about k/(η σ_0^{q−2}).
 */
export const tensorPowerTime = (start: number, end: number, power: number, rate: number): number =>
  start > 0 ? (pow(start, 2 - power) - pow(end, 2 - power)) / ((power - 2) * rate) : Number.POSITIVE_INFINITY
