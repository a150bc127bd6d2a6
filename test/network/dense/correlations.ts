/** The dense model in the form of the limit with gains and in that of records. */

import type { LimitWeights } from '@multiview/network'
import { crossEntropyGradient, denseStep } from '@multiview/network/kernels'
import type { PatchGains } from '../../../packages/network/src/data/dataset.ts'
import type { DenseDataset } from '../../../packages/network/src/data/dense.ts'
import { featureCorrelations, noiseOf } from '../../../packages/network/src/dense/correlations.ts'
import type { DenseModel } from '../../../packages/network/src/dense/model.ts'
import { rowsOfAllPatches, type Watched } from '../../../packages/network/src/descent/watched.ts'
import type { NetworkSettings } from '../../../packages/network/src/settings/settings.ts'

/** The patches of a dense data set, each with the length of its noise. */
export const measuredGains = (data: DenseDataset): PatchGains => ({
  place: data.place,
  gain: data.gain,
  noiseNorm: noiseOf(data, new Float64Array(0)).norm,
})

/**
 * The initial state of the limit model with gains, with the weights w [k, m, d]. b has a row for
 * every patch.
 */
export const patchCorrelations = (data: DenseDataset, w: Float64Array): LimitWeights => ({
  featureCorrelation: featureCorrelations(data.features, w, data.settings.dimension),
  noiseCorrelation: noiseOf(data, w).b,
})

/**
 * Rows are all N·P patches. The step on typed arrays computes the gradient of the cross-entropy.
 */
export const watchDense = (model: DenseModel, data: DenseDataset, network: NetworkSettings): Watched => {
  const { classes, views, patches, dimension } = data.settings
  const shape = { samples: data.size, patches, dimension, classes, neurons: network.neurons }
  return {
    classes,
    views,
    label: data.label,
    firstRow: rowsOfAllPatches(data.size, patches),
    featureCorrelation: () => featureCorrelations(data.features, model.weights(), dimension),
    correlations: () => patchCorrelations(data, model.weights()),
    gradientNorms: () => {
      const objective = crossEntropyGradient(data.label, shape)
      const gradient = denseStep(shape, network, data.x, model.weights(), objective.step)
        .gradient as Float64Array
      const perClass = network.neurons * dimension
      return Float64Array.from({ length: classes }, (_, i) =>
        Math.sqrt(gradient.subarray(i * perClass, (i + 1) * perClass).reduce((sum, g) => sum + g * g, 0)),
      )
    },
  }
}
