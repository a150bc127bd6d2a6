/**
 * Initial weights of the reduced model, block by block: a block is the neurons of one class on the
 * patches of one feature. Blocks of a class with its own features are needed at once; the others
 * only when something might move there, so each has a random stream of its own and most are never
 * drawn.
 */

import type { Stream } from '@multiview/tensor'
import type { LimitWeights } from '../limit/model.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { FeatureRows } from './feature-rows.ts'

/** Weights of the m neurons of a class on the patches of a feature. */
export interface BlockWeights {
  /** a, [m]. */
  readonly a: Float64Array
  /** b, [patches of the feature, m]. */
  readonly b: Float64Array
}

/**
 * Where initial weights come from; the same block gives the same numbers whenever it is asked for.
 */
export interface ReducedStart {
  block(ofClass: number, feature: number): BlockWeights
}

/** a ~ N(0, σ_0²), b ~ N(0, σ_0²‖ξ‖²), from one stream per block. */
export const streamedStart = (
  rows: FeatureRows,
  noiseNorm: Float64Array,
  { neurons, initialScale }: NetworkSettings,
  random: Stream,
): ReducedStart => ({
  block: (ofClass, feature) => {
    const own = random.split(ofClass).split(feature)
    const a = new Float64Array(neurons)
    own.fillNormal(a, initialScale)
    const patches = rows.ofFeature[feature]
    const b = new Float64Array(patches.length * neurons)
    patches.forEach((row, p) => {
      own.fillNormal(b.subarray(p * neurons, (p + 1) * neurons), initialScale * noiseNorm[row])
    })
    return { a, b }
  },
})

/** Blocks of a full model's initial weights. */
export const givenStart = (
  rows: FeatureRows,
  { neurons }: NetworkSettings,
  classes: number,
  { featureCorrelation, noiseCorrelation }: LimitWeights,
): ReducedStart => {
  const width = classes * neurons
  const at = (matrix: Float64Array, row: number, ofClass: number): Float64Array =>
    matrix.subarray(row * width + ofClass * neurons, row * width + (ofClass + 1) * neurons)
  return {
    block: (ofClass, feature) => {
      const patches = rows.ofFeature[feature]
      const b = new Float64Array(patches.length * neurons)
      patches.forEach((row, p) => {
        b.set(at(noiseCorrelation, row, ofClass), p * neurons)
      })
      return { a: at(featureCorrelation, feature, ofClass).slice(), b }
    },
  }
}

/** All blocks put together, as a full model takes them. */
export const fullStart = (
  rows: FeatureRows,
  patches: number,
  { neurons }: NetworkSettings,
  classes: number,
  start: ReducedStart,
): LimitWeights => {
  const width = classes * neurons
  const featureCorrelation = new Float64Array(2 * classes * width)
  const noiseCorrelation = new Float64Array(patches * width)
  for (let i = 0; i < classes; i++)
    for (let feature = 0; feature < 2 * classes; feature++) {
      const { a, b } = start.block(i, feature)
      featureCorrelation.set(a, feature * width + i * neurons)
      rows.ofFeature[feature].forEach((row, p) => {
        noiseCorrelation.set(b.subarray(p * neurons, (p + 1) * neurons), row * width + i * neurons)
      })
    }
  return { featureCorrelation, noiseCorrelation }
}
