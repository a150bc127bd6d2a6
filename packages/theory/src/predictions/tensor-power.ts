/** The tensor-power method of Lemma D.19: two sequences that grow by a power of themselves. */

import { pow } from '@multiview/tensor/math'

/** The sequence that is ahead. */
export interface Leader {
  /** q ≥ 3. */
  readonly power: number
  /** x_0. */
  readonly ahead: number
  /** A: the race ends at the first step at which x ≥ A. */
  readonly end: number
}

/** A sequence behind it. */
export interface Rival {
  /** y_0. */
  readonly behind: number
  /** S: y grows S times as fast as x would at the same size. */
  readonly advantage: number
}

export type Race = Leader & Rival

/** x^n by squaring: n multiplications are too many in a loop of a million steps. */
const wholePower = (x: number, n: number): number => {
  let power = 1
  for (let base = x, rest = n; rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) power *= base
    base *= base
  }
  return power
}

/**
 * Growth rates of the two sequences at step t, in [0, 1.5]. The lemma asks for a C_t = Θ(1) between
 * them: x grows at that rate or faster, y (apart from S) at that rate or slower.
 */
export interface Rates {
  /** The rate of x: C_t or more. */
  ahead(t: number): number
  /** The rate of y: C_t or less. */
  behind(t: number): number
}

const fastest = 1.5

/** The same rate for both. */
export const sharedRate = (rate: (t: number) => number): Rates => ({ ahead: rate, behind: rate })

/** C_t alternates between 0.5 and 1.5. */
export const alternating: Rates = sharedRate(t => (t % 2 === 0 ? 0.5 : fastest))

/**
 * η, at which x grows by at most `lastStep` of itself in any step, so that the error of the step
 * size is known.
 */
const stepSize = ({ power, end }: Leader, lastStep: number): number =>
  lastStep / (fastest * wholePower(end, power - 2))

/** About how many steps x takes to its end at the rate 1. */
export const stepsOf = (leader: Leader, lastStep: number): number =>
  tensorPowerTime(leader.ahead, leader.end, leader.power, stepSize(leader, lastStep))

/**
 * Iterates x ← x + ηC_t x^{q−1}, y ← y + ηS C'_t y^{q−1} exactly until x ≥ A and returns y/y_0 of
 * each rival. The rates C_t of x and C'_t of y are those given, or alternate and are the same.
 */
export const iterateRivals = (
  leader: Leader,
  rivals: readonly Rival[],
  lastStep: number,
  rates: Rates = alternating,
): number[] => {
  const { power, ahead, end } = leader
  const eta = stepSize(leader, lastStep)
  const y = Float64Array.from(rivals, ({ behind }) => behind)
  const advantages = Float64Array.from(rivals, ({ advantage }) => advantage)
  let x = ahead
  for (let t = 0; x < end; t++) {
    x += eta * rates.ahead(t) * wholePower(x, power - 1)
    const rate = eta * rates.behind(t)
    for (let j = 0; j < y.length; j++) y[j] += rate * advantages[j] * wholePower(y[j], power - 1)
  }
  return rivals.map(({ behind }, j) => y[j] / behind)
}

/** The same for one rival. */
export const iterateTensorPower = (race: Race, lastStep: number, rates?: Rates): number =>
  iterateRivals(race, [race], lastStep, rates)[0]

/** y/y_0 at the end in continuous time: [1 − S (y_0/x_0)^{q−2} (1 − (x_0/A)^{q−2})]^{−1/(q−2)}. */
export const closedFormTensorPower = ({ power, ahead, behind, advantage, end }: Race): number => {
  const n = power - 2
  return pow(1 - advantage * wholePower(behind / ahead, n) * (1 - wholePower(ahead / end, n)), -1 / n)
}

/**
 * The most that y can grow when x_0 ≥ y_0 S^{1/(q−2)} (1 + δ), however far x goes: [1 − (1 +
 * δ)^{−(q−2)}]^{−1/(q−2)}. It depends on δ and q alone, which is the lemma's O(polylog k) at δ =
 * 1/polylog k.
 */
export const largestGrowth = (power: number, headStart: number): number => {
  const n = power - 2
  return pow(1 - 1 / wholePower(1 + headStart, n), -1 / n)
}

/**
 * When x' = C x^{q−1} with x(0) = x_0 reaches A: (x_0^{−(q−2)} − A^{−(q−2)}) / ((q − 2) C),
 * infinite for x_0 = 0. Phase I of the paper ends at this time, about k/(η σ_0^{q−2}).
 */
export const tensorPowerTime = (start: number, end: number, power: number, rate: number): number =>
  start > 0 ? (pow(start, 2 - power) - pow(end, 2 - power)) / ((power - 2) * rate) : Number.POSITIVE_INFINITY
