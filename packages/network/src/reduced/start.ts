/**
 * Initial weights of the reduced model, block by block: a block is the neurons of one class on the
 * patches of one feature. Blocks of a class with its own features are needed at once; the others
 * only when something might move there, so each has a random stream of its own and most are never
 * drawn.
 */

import type { Stream } from '@multiview/tensor'
import type { NetworkSettings } from '../settings/settings.ts'
import type { FeatureRows } from './feature-rows.ts'

/** Weights of the m neurons of a class on the patches of a feature. */
export interface BlockWeights {
  /** Its correlations a with the feature, [m]. */
  readonly a: Float64Array
  /** Its correlations b with the noise, [patches of the feature, m]; the next block reuses it. */
  readonly b: Float64Array
}

/**
 * Where initial weights come from; the same block gives the same numbers whenever it is asked for.
 */
export interface ReducedStart {
  block(ofClass: number, feature: number): BlockWeights
  /** `a` of a block alone. */
  correlations(ofClass: number, feature: number): Float64Array
}

/**
 * a ~ N(0, σ_0²), b ~ N(0, σ_0²‖ξ‖²), from two streams per block: the noise correlations belong to
 * the pair of an initialization and a data set, the feature correlations to the initialization.
 */
export const streamedStart = (
  rows: FeatureRows,
  noiseNorm: Float64Array,
  { neurons, initialScale }: NetworkSettings,
  random: { readonly features: Stream; readonly noise: Stream },
): ReducedStart => {
  const correlations = (ofClass: number, feature: number): Float64Array =>
    random.features.split(ofClass, feature).fillNormal(new Float64Array(neurons), initialScale)
  let scratch = new Float64Array(0)
  return {
    correlations,
    block: (ofClass, feature) => {
      const patches = rows.ofFeature[feature]
      const length = patches.length * neurons
      if (scratch.length < length) scratch = new Float64Array(length)
      const b = random.noise.split(ofClass, feature).fillNormal(scratch.subarray(0, length))
      for (let p = 0, at = 0; p < patches.length; p++) {
        const scale = initialScale * noiseNorm[patches[p]]
        for (const end = at + neurons; at < end; at++) b[at] *= scale
      }
      return { a: correlations(ofClass, feature), b }
    },
  }
}
