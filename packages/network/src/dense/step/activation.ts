/**
 * The smoothed ReLU and its slope for one number: what the vector kernel computes, operation for
 * operation.
 */
import { powerOf } from '../../activation/smoothed-relu.ts'

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
  const toPower = powerOf(power - 1, round)
  const clip = (z: number) => Math.min(Math.max(z, 0), limit)
  return {
    slope: z => toPower(round(clip(z) * perLimit)),
    value: (z, slope) => round(round(round(clip(z) * slope) * perPower) + Math.max(round(z - limit), 0)),
  }
}
