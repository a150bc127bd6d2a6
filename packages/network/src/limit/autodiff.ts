/**
 * The limit model (model.ts) as a forward pass on tensors, differentiated by autodiff.
 *
 * Its weights are coordinates of w in an orthonormal basis: along the features, a, and along the
 * noise of each patch, β = ⟨w, ξ/‖ξ‖⟩ = b/‖ξ‖. In these the limit's descent is plain gradient
 * descent: β −= η‖ξ‖g gives b −= η‖ξ‖²g.
 */

import { scatterAdd, sum, type Tensor, take, tensor, zeros } from '@multiview/tensor'
import { smoothedReluOp } from '../activation/smoothed-relu-op.ts'
import type { Dataset } from '../data/dataset.ts'
import type { DifferentiableNetwork } from '../descent/autodiff-model.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { LimitWeights } from './model.ts'

/** Coordinates of the neurons: `feature` is a [2k, k·m], `noise` is β [Q, k·m]. */
export type LimitParameters = { readonly feature: Tensor; readonly noise: Tensor }

/** The limit model on a training set, for `autodiffModel`. */
export const limitNetwork = (
  data: Dataset,
  { neurons, power, threshold }: NetworkSettings,
  start: LimitWeights,
): DifferentiableNetwork<LimitParameters> => {
  const { classes } = data.settings
  const all = classes * neurons
  const column = (values: Float64Array): Tensor => tensor(values).reshape([-1, 1])
  const norm = column(data.noiseNorm)
  const weight = column(data.weight)
  const feature = tensor(data.feature)
  const sampleOfPatch = tensor(samplesOf(data))
  const preactivations = (w: LimitParameters): Tensor =>
    take(w.feature, feature, { axis: 0 }).mul(weight).add(w.noise.mul(norm))
  return {
    classes,
    size: data.size,
    parameters: {
      feature: tensor(start.featureCorrelation).reshape([-1, all]),
      noise: tensor(start.noiseCorrelation)
        .reshape([-1, all])
        .mul(column(data.noiseNorm.map(length => (length > 0 ? 1 / length : 0)))),
    },
    outputs: w => {
      const values = smoothedReluOp(preactivations(w), power, threshold)
      const ofNeurons = scatterAdd(zeros([data.size, all]), sampleOfPatch, values, { axis: 0 })
      return sum(ofNeurons.reshape([data.size, classes, neurons]), { axis: 2 }) as Tensor
    },
    preactivations: w => preactivations(w).transpose(),
  }
}

/** The weights as the limit model has them, a and b = β‖ξ‖. */
export const limitWeightsOf = (data: Dataset, { feature, noise }: LimitParameters): LimitWeights => ({
  featureCorrelation: tensor(feature, { dtype: 'float64' }).data,
  noiseCorrelation: tensor(noise.mul(tensor(data.noiseNorm).reshape([-1, 1])), { dtype: 'float64' }).data,
})

/** The sample that each row of the table belongs to, [Q]. */
const samplesOf = ({ size, firstPatch, feature }: Dataset): Int32Array => {
  const sample = new Int32Array(feature.length)
  for (let n = 0; n < size; n++) sample.fill(n, firstPatch[n], firstPatch[n + 1])
  return sample
}
