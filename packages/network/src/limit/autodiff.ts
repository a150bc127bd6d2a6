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
import type { Mixture } from '../data/mixture.ts'
import type { DifferentiableNetwork } from '../descent/autodiff-model.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { LimitWeights } from './model.ts'

/** Coordinates of the neurons: `feature` is a [V·k, k·m], `noise` is β [Q, k·m]. */
export type LimitParameters = { readonly feature: Tensor; readonly noise: Tensor }

/** The limit model on a training set, or on mixed samples of it, for `autodiffModel`. */
export const limitNetwork = (
  data: Dataset,
  { neurons, power, threshold }: NetworkSettings,
  start: LimitWeights,
  mixture?: Mixture,
): DifferentiableNetwork<LimitParameters> => {
  const { classes } = data.settings
  const all = classes * neurons
  const column = (values: Float64Array): Tensor => tensor(values).reshape([-1, 1])
  const norm = column(data.noiseNorm)
  const weight = column(data.weight)
  const feature = tensor(data.feature)
  const size = mixture?.size ?? data.size
  const sampleOfPatch = tensor(ownersOf(mixture?.firstPatch ?? data.firstPatch))
  const ofRows = (w: LimitParameters): Tensor =>
    take(w.feature, feature, { axis: 0 }).mul(weight).add(w.noise.mul(norm))
  const preactivations = mixture === undefined ? ofRows : (w: LimitParameters) => mixed(ofRows(w), mixture)
  return {
    classes,
    size,
    parameters: {
      feature: tensor(start.featureCorrelation).reshape([-1, all]),
      noise: tensor(start.noiseCorrelation)
        .reshape([-1, all])
        .mul(column(data.noiseNorm.map(length => (length > 0 ? 1 / length : 0)))),
    },
    outputs: w => {
      const values = smoothedReluOp(preactivations(w), power, threshold)
      const ofNeurons = scatterAdd(zeros([size, all]), sampleOfPatch, values, { axis: 0 })
      return sum(ofNeurons.reshape([size, classes, neurons]), { axis: 2 }) as Tensor
    },
    preactivations: w => preactivations(w).transpose(),
  }
}

/** The weights as the limit model has them, a and b = β‖ξ‖. */
export const limitWeightsOf = (data: Dataset, { feature, noise }: LimitParameters): LimitWeights => ({
  featureCorrelation: tensor(feature, { dtype: 'float64' }).data,
  noiseCorrelation: tensor(noise.mul(tensor(data.noiseNorm).reshape([-1, 1])), { dtype: 'float64' }).data,
})

/** Weighted sums of the rows of u, one per mixed patch, [S, k·m]. */
const mixed = (u: Tensor, { firstReference, row, weight }: Mixture): Tensor => {
  const parts = take(u, tensor(row), { axis: 0 }).mul(tensor(weight).reshape([-1, 1]))
  const sums = zeros([firstReference.length - 1, u.shape[1]])
  return scatterAdd(sums, tensor(ownersOf(firstReference)), parts, { axis: 0 })
}

/** The group that each element belongs to, from the first element of each group. */
const ownersOf = (first: Int32Array): Int32Array => {
  const owner = new Int32Array(first[first.length - 1])
  for (let group = 0; group + 1 < first.length; group++) owner.fill(group, first[group], first[group + 1])
  return owner
}
