/** A data set as a table of patches: all that the limit model reads. */

import type { DataSettings } from '../settings/settings.ts'

/**
 * N samples in the orthogonal-noise limit. Patches are rows of a ragged table: sample n owns rows
 * `firstPatch[n] … firstPatch[n+1] − 1`, each one patch that carries a feature. The other P −
 * (rows) patches of a sample are background; at γ = 0 their noise has length γk = 0, so they add
 * nothing to any output and are not stored. At γ > 0 `gains` has all of them.
 *
 * Usage: `const data: Dataset = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })`
 */
export interface Dataset {
  readonly settings: DataSettings
  /** N. */
  readonly size: number
  /** [N] classes, counted from 0. */
  readonly label: Int32Array
  /** [N] the view that a single-view sample shows, 1 to V; 0 for a multi-view sample. */
  readonly presentView: Int32Array
  /** [N+1] first row of each sample. */
  readonly firstPatch: Int32Array
  /** [Q] the feature of a row, V·class + view − 1 (features.ts). */
  readonly feature: Int32Array
  /** [Q] its weight z_p. */
  readonly weight: Float64Array
  /** [Q] the length ‖ξ_p‖ of its noise. */
  readonly noiseNorm: Float64Array
  /** All P patches of every sample, if there is feature noise (γ > 0). */
  readonly gains?: PatchGains
}

/**
 * ‖ξ_p‖ of the patches whose noise a network remembers: all [N·P] with feature noise, else those
 * that carry a feature, [Q].
 */
export const noiseLengths = ({ gains, noiseNorm }: Dataset): Float64Array => gains?.noiseNorm ?? noiseNorm

/** The patches of N samples, without the direction of their noise. */
export interface PatchGains {
  /** [Q] the place of a row of the table among the P patches of its sample. */
  readonly place: Int32Array
  /** [N, P, V·k] z_p·1[v is the patch's feature] + α_{p,v}. */
  readonly gain: Float64Array
  /** [N, P] ‖ξ_p‖. */
  readonly noiseNorm: Float64Array
}
