/**
 * The smoothed ReLU and its slope for one number: what the vector kernel computes, operation for
 * operation.
 */
import { pow } from '@multiview/tensor/math'

/** t^n for t in [0, 1]: a whole n by multiplying n − 1 times from the left, any other by `pow`. */
const unitPower = (t: number, n: number, round: (x: number) => number): number => {
  if (!Number.isInteger(n)) return round(pow(t, n))
  let power = t
  for (let i = 1; i < n; i++) power = round(power * t)
  return power
}

export interface Activation {
  /** ReLU~'(z). */
  slope(z: number): number
  /** ReLU~(z), given its slope. */
  value(z: number, slope: number): number
}

/**
 * With c = min(max(z, 0), ϱ): the slope is (c·(1/ϱ))^{q−1} and the value (c·slope)·(1/q) + max(z −
 * ϱ, 0), which is 0 below 0, z^q/(q ϱ^{q−1}) up to ϱ and z − (1 − 1/q)ϱ above.
 */
export const activation = (
  power: number,
  threshold: number,
  round: (x: number) => number = x => x,
): Activation => {
  const limit = round(threshold)
  const perLimit = round(1 / limit)
  const perPower = round(1 / power)
  const clip = (z: number) => Math.min(Math.max(z, 0), limit)
  return {
    slope: z => unitPower(round(clip(z) * perLimit), power - 1, round),
    value: (z, slope) => round(round(round(clip(z) * slope) * perPower) + Math.max(round(z - limit), 0)),
  }
}
