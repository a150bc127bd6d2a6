/**
 * The tangent-kernel model: the network linearized at its initialization w^{(0)}, with θ in place
 * of w − w^{(0)}.
 *
 * F_i(X) = ⟨θ_i, ∇_{w_i} F_i(X; w^{(0)})⟩ = Σ_r Σ_p ReLU~'(⟨w^{(0)}_{i,r}, x_p⟩) ⟨θ_{i,r}, x_p⟩.
 * The random initialization gives the features, and training changes only their weights. The
 * constant F(X; w^{(0)}) is left out, since it vanishes with σ_0.
 *
 * The model is defined in the orthogonal-noise limit (limit/model.ts), where θ_{i,r} moves only
 * along the features and along the noise of training patches. What patch p of sample n adds to
 * θ_{i,r} along its noise is a multiple of ReLU~'(…)·ξ_p, with the same factor for all r and p. So
 * one number describes θ_i along the noise of one sample. Fresh noise is orthogonal to the noise of
 * training patches and acts through ReLU~' alone.
 *
 * Reconstructed: the paper speaks of the network's NTK and of random features; this is the NTK of
 * its two-layer network.
 */

import { smoothedReluDerivative } from '../activation/smoothed-relu.ts'
import type { Dataset } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import type { Model } from '../descent/model.ts'
import type { LimitWeights } from '../limit/model.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { checkNetwork } from '../settings/validate.ts'
import { initialPreactivations } from './initial-preactivations.ts'
import { type FeatureMap, linearModel } from './linear.ts'

/** ∇_{w_i} F_i(X_n; w^{(0)}) of some samples. */
export interface TangentFeatures {
  readonly classes: number
  readonly size: number
  /** The part of neuron r along feature v, [k, N, V·k·m], at (i, n, v·m + r). */
  readonly alongFeatures: Float64Array
  /**
   * The length of the part along the noise of the sample's patches, over all neurons of the class,
   * [N, k].
   */
  readonly alongNoise: Float64Array
}

/** A tangent-kernel model and the weights that its training moves. */
export interface TangentModel extends Model {
  /**
   * θ along the features, [k, V·k·m]: it alone determines the outputs on fresh samples
   * (`tangentOutputs`).
   */
  featureWeights(): Float64Array
  /** θ_i along the unit vector of its gradient's noise part at each training sample, [N, k]. */
  noiseWeights(): Float64Array
}

/**
 * @param start correlations of w^{(0)} with the features and with the noise of this data, training
 * or fresh.
 * @throws SettingError for invalid network settings or data with feature noise; RangeError when the
 * weights do not fit the data.
 * @example
 * const { limit } = regimes
 * const data = trainingSetOf(limit, { seed: 1, dataset: 'a' })
 * const start = startOf(limit, { seed: 1, dataset: 'a', initialization: 'b' }, data)
 * tangentFeatures(data, limit, start).alongNoise.length // 1200
 */
export const tangentFeatures = (
  data: Dataset,
  network: NetworkSettings,
  start: LimitWeights,
): TangentFeatures => {
  checkNetwork(network)
  const { size, firstPatch, feature, weight, noiseNorm } = data
  const { classes } = data.settings
  const { neurons, power, threshold } = network
  const all = classes * neurons
  const width = featureCount(data.settings) * neurons
  const u = initialPreactivations(data, all, start)
  const alongFeatures = new Float64Array(classes * size * width)
  const alongNoise = new Float64Array(size * classes)
  for (let n = 0; n < size; n++)
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++)
      for (let c = 0; c < all; c++) {
        const i = Math.floor(c / neurons)
        const slope = smoothedReluDerivative(u[p * all + c], power, threshold)
        alongFeatures[(i * size + n) * width + feature[p] * neurons + (c % neurons)] += slope * weight[p]
        alongNoise[n * classes + i] += (slope * noiseNorm[p]) ** 2
      }
  return { classes, size, alongFeatures, alongNoise: alongNoise.map(Math.sqrt) }
}

/**
 * The model on the features of its training set, at θ = 0.
 *
 * @example
 * const { limit } = regimes
 * const data = trainingSetOf(limit, { seed: 1, dataset: 'a' })
 * const start = startOf(limit, { seed: 1, dataset: 'a', initialization: 'b' }, data)
 * const model = tangentModel(tangentFeatures(data, limit, start))
 * trainOnLabels(model, data, { ...limit, maxSteps: 3 }).steps // 3
 */
export const tangentModel = (features: TangentFeatures): TangentModel => {
  const model = linearModel(tangentMap(features))
  const ofNoise = features.alongNoise.length
  return {
    ...model,
    featureWeights: () => model.weights().slice(ofNoise),
    noiseWeights: () => model.weights().slice(0, ofNoise),
  }
}

/**
 * F [N, k] of a trained model on fresh samples.
 *
 * @param fresh the features of these samples at the initialization that the model had.
 * @param featureWeights θ along the features, [k, V·k·m].
 * @example
 * const { limit } = regimes
 * const data = trainingSetOf(limit, { seed: 1, dataset: 'a' })
 * const start = startOf(limit, { seed: 1, dataset: 'a', initialization: 'b' }, data)
 * const features = tangentFeatures(data, limit, start)
 * const theta = tangentModel(features).featureWeights()
 * tangentOutputs(features, theta).length // 1200
 */
export const tangentOutputs = (fresh: TangentFeatures, featureWeights: Float64Array): Float64Array => {
  const map = tangentMap(fresh)
  const theta = new Float64Array(map.weights)
  theta.set(featureWeights, fresh.alongNoise.length)
  const outputs = new Float64Array(fresh.alongNoise.length)
  map.apply(theta, outputs)
  return outputs
}

/** θ ↦ F, with θ along the noise of each sample [N, k], then along the features [k, V·k·m]. */
const tangentMap = (features: TangentFeatures): FeatureMap => {
  const { classes, size, alongFeatures, alongNoise } = features
  const ofNoise = alongNoise.length
  const width = alongFeatures.length / ofNoise
  const shown = shownIn(features)
  return {
    classes,
    size,
    weights: ofNoise + classes * width,
    apply: (theta, outputs) => {
      for (let i = 0; i < classes; i++) {
        const first = ofNoise + i * width
        for (let n = 0; n < size; n++) {
          const output = n * classes + i
          const row = (i * size + n) * width
          let total = theta[output] * alongNoise[output]
          for (const j of shown[n]) total += theta[first + j] * alongFeatures[row + j]
          outputs[output] = total
        }
      }
    },
    transpose: (outputGradient, gradient) => {
      gradient.fill(0)
      for (let i = 0; i < classes; i++) {
        const first = ofNoise + i * width
        for (let n = 0; n < size; n++) {
          const output = n * classes + i
          const row = (i * size + n) * width
          const g = outputGradient[output]
          gradient[output] = g * alongNoise[output]
          for (const j of shown[n]) gradient[first + j] += g * alongFeatures[row + j]
        }
      }
    },
  }
}

/**
 * The places of θ_i at which sample n has a part that is not 0, for some class: those of the
 * features that it shows. Most features are absent from a sample.
 */
const shownIn = ({ classes, size, alongFeatures }: TangentFeatures): Int32Array[] => {
  const width = alongFeatures.length / (size * classes)
  return Array.from({ length: size }, (_, n) => {
    const isShown = new Array<boolean>(width).fill(false)
    for (let i = 0; i < classes; i++)
      for (let j = 0, at = (i * size + n) * width; j < width; j++, at++)
        if (alongFeatures[at] !== 0) isShown[j] = true
    return Int32Array.from(isShown.flatMap((is, j) => (is ? [j] : [])))
  })
}
