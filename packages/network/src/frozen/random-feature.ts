/**
 * The random-feature model: the neurons of the network stay at their random initialization, and only a second layer over
 * them is trained, F_i(X) = Σ_c θ_{i,c} φ_c(X) with φ_c(X) = Σ_p ReLU~(⟨w^{(0)}_c, x_p⟩) over all k·m neurons c.
 *
 * Reconstructed: the paper's own second layer is fixed to ones and its random features are those of the tangent kernel
 * (tangent.ts). This is the other model that goes by the name, with features that all classes share.
 */

import { gemm, matrixView, transposedView } from '@multiview/tensor/kernels'
import { smoothedRelu } from '../activation/smoothed-relu.ts'
import type { Dataset } from '../data/dataset.ts'
import type { LimitWeights } from '../limit/model.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { validateNetwork } from '../settings/validate.ts'
import { initialPreactivations } from './initial-preactivations.ts'
import { type LinearModel, linearModel } from './linear.ts'

/**
 * φ [N, k·m] of every sample, in the orthogonal-noise limit.
 *
 * @param start correlations of w^{(0)} with the features and with this data's noise.
 * @throws SettingError for invalid network settings or data with feature noise; RangeError when the weights do not fit the data.
 */
export const randomFeatures = (
  data: Dataset,
  network: NetworkSettings,
  start: LimitWeights,
): Float64Array => {
  validateNetwork(network)
  const all = data.settings.classes * network.neurons
  const u = initialPreactivations(data, all, start)
  const features = new Float64Array(data.size * all)
  for (let n = 0; n < data.size; n++)
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
      for (let c = 0; c < all; c++)
        features[n * all + c] += smoothedRelu(u[p * all + c], network.power, network.threshold)
  return features
}

/**
 * The model on features [N, M], at θ = 0; its weights are θ [k, M].
 *
 * @throws RangeError unless there are M numbers for each of N samples.
 */
export const randomFeatureModel = (features: Float64Array, size: number, classes: number): LinearModel => {
  const width = features.length / size
  if (!Number.isInteger(width) || width === 0)
    throw new RangeError(
      `randomFeatureModel: ${features.length} features are not so many for each of ${size} samples.`,
    )
  return linearModel({
    classes,
    size,
    weights: classes * width,
    apply: (theta, outputs) =>
      gemm(
        matrixView(features, size, width),
        transposedView(matrixView(theta, classes, width)),
        matrixView(outputs, size, classes),
      ),
    transpose: (outputGradient, gradient) =>
      gemm(
        transposedView(matrixView(outputGradient, size, classes)),
        matrixView(features, size, width),
        matrixView(gradient, classes, width),
      ),
  })
}

/** F [N, k] of the weights θ [k, M] on the features [N, M] of fresh samples. */
export const randomFeatureOutputs = (
  features: Float64Array,
  size: number,
  classes: number,
  theta: Float64Array,
): Float64Array => {
  const width = features.length / size
  const outputs = new Float64Array(size * classes)
  gemm(
    matrixView(features, size, width),
    transposedView(matrixView(theta, classes, width)),
    matrixView(outputs, size, classes),
  )
  return outputs
}
