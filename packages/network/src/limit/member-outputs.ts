/**
 * A trained limit model for evaluation, and its outputs on fresh samples.
 *
 * On a fresh patch the noise correlations come from the initial weights alone, b ~ N(0, σ_0² ‖ξ‖²),
 * since training moves a weight only along features and along the noise of training patches. Such a
 * b is a thousandth of a learned correlation or less and almost never decides anything, yet drawing
 * it would cost more than training. So outputs are first bounded: with |b| ≤ 9 σ_0‖ξ‖ (which a draw
 * exceeds with probability 2.3e-19) and ReLU~ increasing, F lies between its values at b = ∓9
 * σ_0‖ξ‖. Only where these bounds leave a comparison open is the noise of that sample drawn.
 */

import type { Stream } from '@multiview/tensor'
import type { NetworkSettings } from '../settings/settings.ts'

/** |b| in units of σ_0‖ξ‖ that no draw exceeds. */
export const noiseBound = 9

/** A trained network, as evaluation needs it. */
export interface TrainedNetwork {
  readonly network: NetworkSettings
  readonly classes: number
  /** a at the end of training, [V·k, k·m]. */
  readonly featureCorrelation: Float64Array
  /** The source of its initial weights' correlations with fresh noise; split by sample. */
  readonly testNoise: Stream
}

/** Outputs of one network on a test set: bounds for every sample, exact values on demand. */
export interface MemberOutputs {
  readonly classes: number
  /** [N, k] */
  readonly lower: Float64Array
  /** [N, k] */
  readonly upper: Float64Array
  /** F(X_n) [k] with the noise of sample n drawn. */
  exact(n: number): Float64Array
}
