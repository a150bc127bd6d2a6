/** A dense data set and network that are small enough for plain loops, and these loops. */

import { type DenseSettings, drawDenseWeights, regimes, type Settings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import {
  smoothedRelu,
  smoothedReluDerivative,
} from '../../../packages/network/src/activation/smoothed-relu.ts'
import { type DenseDataset, drawDenseTrainingSet } from '../../../packages/network/src/data/dense.ts'
import { drawFeatures } from '../../../packages/network/src/data/feature-vectors.ts'
import type { NetworkSettings } from '../../../packages/network/src/settings/settings.ts'

export type AllSettings = Settings & DenseSettings

/** Weights that are large enough for preactivations on both sides of 0 and of ϱ. */
export const smallDense = (changes: Partial<AllSettings> = {}): AllSettings => ({
  ...regimes.dense,
  classes: 3,
  neurons: 2,
  samples: 7,
  patches: 12,
  dimension: 17,
  otherFeatureRate: 1,
  initialScale: 1,
  power: 3,
  threshold: 1,
  backgroundNoiseNorm: 0.4,
  ...changes,
})

export const denseRun = (settings: AllSettings, seed = 1) => {
  const features = drawFeatures(settings, stream(seed, 'features'))
  const data = drawDenseTrainingSet(settings, features, stream(seed, 'data'))
  return { data, w: drawDenseWeights(settings.classes, settings, stream(seed, 'weights')) }
}

/** F [N, k], and −∇L [k, m, d] for ∂L/∂F [N, k], by the definition. */
export const plainLoops = (
  { size, x, settings }: DenseDataset,
  { neurons, power, threshold }: NetworkSettings,
  w: Float64Array,
  outputGradient: Float64Array,
) => {
  const { classes, patches, dimension } = settings
  const outputs = new Float64Array(size * classes)
  const change = new Float64Array(w.length)
  for (let n = 0; n < size; n++)
    for (let i = 0; i < classes; i++)
      for (let r = 0; r < neurons; r++)
        for (let p = 0; p < patches; p++) {
          const patch = (n * patches + p) * dimension
          const neuron = (i * neurons + r) * dimension
          let z = 0
          for (let c = 0; c < dimension; c++) z += w[neuron + c] * x[patch + c]
          outputs[n * classes + i] += smoothedRelu(z, power, threshold)
          const g = outputGradient[n * classes + i] * smoothedReluDerivative(z, power, threshold)
          for (let c = 0; c < dimension; c++) change[neuron + c] -= g * x[patch + c]
        }
  return { outputs, change }
}

/** The largest difference, relative to the largest element of the first. */
export const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  let most = 0
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs(a[i] - b[i]))
    largest = Math.max(largest, Math.abs(a[i]))
  }
  return largest > 0 ? most / largest : most === 0 ? 0 : Number.POSITIVE_INFINITY
}
