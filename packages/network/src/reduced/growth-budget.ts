/**
 * How much push a preactivation can take before it has grown by some factor.
 *
 * Let y be the largest preactivation of a neuron on the patches of a feature v. A push d_n = −η
 * ∂L/∂F_i(X_n) changes a by Σ z ReLU~'(u) d and each b by ‖ξ‖² ReLU~'(u) d, and ReLU~'(u) ≤
 * (y/ϱ)^{q−1}; so y grows at most by (y/ϱ)^{q−1} · c, where
 *
 *   c = z_max Σ_n [d_n]^+ Σ_p z_p + max_n [d_n]^+ ‖ξ‖²_max
 *
 * over the samples that carry v: every sample pushes a, and each noise coefficient is pushed by its
 * own sample alone. c of several stretches is the sum of theirs, with the push of each taken to be
 * spread evenly over it. Descent in steps grows less than the flow dy = (y/ϱ)^{q−1} dc, since its
 * right side increases with y. The flow reaches f·y once
 *
 *   c = ϱ^{q−1} y^{2−q} (1 − f^{2−q})/(q−2), or ϱ log f for q = 2.
 */

import { log, pow } from '@multiview/tensor/math'
import type { NetworkSettings } from '../settings/settings.ts'

/**
 * The push c that y can take before it may have grown by `factor` > 1; infinite where y ≤ 0, since
 * nothing moves there.
 */
export const growthBudget = (
  y: number,
  factor: number,
  { power, threshold }: Pick<NetworkSettings, 'power' | 'threshold'>,
): number => {
  if (!(y > 0)) return Number.POSITIVE_INFINITY
  const excess = power - 2
  if (excess === 0) return threshold * log(factor)
  return (threshold * pow(threshold / y, excess) * (1 - pow(factor, -excess))) / excess
}
