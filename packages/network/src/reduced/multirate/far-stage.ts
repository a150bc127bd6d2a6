/**
 * The second stage of a step that is exact for tensor power growth.
 *
 * In phase I the preactivation x of a neuron follows x' = C x^{q−1} (Lemma D.19 of arXiv
 * 2012.09816). Let ρ be its relative change in a step of Euler's rule. The flow multiplies x by (1
 * − (q−2)ρ)^{−1/(q−2)}. A step with the change at the start, of weight 1 − w, and at x(1 + cρ), of
 * weight w, is of second order for w = 1/(2c), and multiplies x by
 *
 *   1 + ρ(1 + ((1 + cρ)^{q−1} − 1)/(2c)).
 *
 * c makes both factors equal for the neuron that changes most, so that it does not lag behind
 * neurons that change less. Euler's rule lags by the share ρ of the time to grow, the midpoint rule
 * (c = 1/2) by 5% at ρ = 0.3, so that a view that loses narrowly would catch up. c is 2/(1 − ρ) for
 * q = 3. For q = 2 the factor does not depend on c, and c is 1/2.
 */

import { pow } from '@multiview/tensor/math'

/** From this (q − 2)ρ on the flow is close to its pole, and ρ is taken as if it were there. */
const largestGrowth = 0.6

/** c for the relative change ρ ≥ 0. */
export const farStage = (relative: number, power: number): number => {
  const excess = power - 2
  if (excess === 0) return 0.5
  if (excess === 1) return 2 / (1 - Math.min(relative, largestGrowth))
  const change = Math.max(1e-3, Math.min(relative, largestGrowth / excess))
  const wanted = (pow(1 - excess * change, -1 / excess) - 1) / change
  const missing = (c: number): number => wanted - 1 - (pow(1 + c * change, power - 1) - 1) / (2 * c)
  // The subtracted term increases with c for q > 2. At c = 0 it is (q−1)ρ/2.
  let [low, high] = [0, 1]
  while (missing(high) > 0 && high < 64) high *= 2
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2
    if (missing(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
