/** Initial weights of the reduced model and of the full model, converted into each other. */

import type { LimitWeights } from '@multiview/network'
import type { FeatureRows } from '../../../packages/network/src/reduced/feature-rows.ts'
import type { ReducedStart } from '../../../packages/network/src/reduced/start.ts'
import type { NetworkSettings } from '../../../packages/network/src/settings/settings.ts'

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

/** All blocks together, as a full model takes them. */
export const fullStart = (
  rows: FeatureRows,
  patches: number,
  { neurons }: NetworkSettings,
  classes: number,
  start: ReducedStart,
): LimitWeights => {
  const width = classes * neurons
  const featureCorrelation = new Float64Array(rows.ofFeature.length * width)
  const noiseCorrelation = new Float64Array(patches * width)
  for (let i = 0; i < classes; i++)
    for (let feature = 0; feature < rows.ofFeature.length; feature++) {
      const { a, b } = start.block(i, feature)
      featureCorrelation.set(a, feature * width + i * neurons)
      rows.ofFeature[feature].forEach((row, p) => {
        noiseCorrelation.set(b.subarray(p * neurons, (p + 1) * neurons), row * width + i * neurons)
      })
    }
  return { featureCorrelation, noiseCorrelation }
}
