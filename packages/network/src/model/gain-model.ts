/**
 * The network in the orthogonal-noise limit with all that patches may have: feature noise, and noise in the background.
 *
 * A patch with gains G_{p,v} = z_p·1[v is its feature] + α_{p,v} has the preactivation Σ_v G_{p,v} a[i,r,v] + b[i,r,n,p]. With
 * g = ∂L/∂F_i(X_n) · ReLU~'(preactivation), a step of descent is a[i,r,v] −= η Σ_p G_{p,v}·g and b[i,r,n,p] −= η ‖ξ_p‖² g.
 * At γ = 0 and without background noise this is `limitModel`, which keeps only patches that carry a feature and is faster.
 */

import { gemm } from '@multiview/tensor/kernels'
import type { Dataset } from '../data/dataset.ts'
import type { PatchGains } from '../data/gains.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { validateNetwork } from '../settings/validate.ts'
import { limitGradientNorms } from './gradient-norms.ts'
import type { LimitWeights } from './limit-model.ts'
import type { Model } from './model.ts'
import { smoothedRelu, smoothedReluDerivative } from './smoothed-relu.ts'

/** A model with feature noise and the weights that its training moves. */
export interface GainModel extends Model {
  /** A copy of the present a [2k, k·m] and b [N·P, k·m]. */
  weights(): LimitWeights
  /** ‖∂L/∂w_i‖ over all neurons of class i, [k], of the last `backward`. */
  gradientNorms(): Float64Array
}

/**
 * The model on a training set, starting at a [2k, k·m] and b [N·P, k·m], which stay as they are.
 *
 * @throws SettingError for invalid network settings; RangeError when the weights do not fit the data.
 */
export const gainModel = (
  { settings, size }: Pick<Dataset, 'settings' | 'size'>,
  { gain, noiseNorm }: Pick<PatchGains, 'gain' | 'noiseNorm'>,
  network: NetworkSettings,
  start: LimitWeights,
): GainModel => {
  validateNetwork(network)
  const { classes, patches } = settings
  const { neurons, power, threshold } = network
  const all = classes * neurons
  const rows = size * patches
  const features = 2 * classes
  if (start.featureCorrelation.length !== features * all || start.noiseCorrelation.length !== rows * all)
    throw new RangeError(
      `gainModel: the weights hold ${start.featureCorrelation.length} and ${start.noiseCorrelation.length} numbers; ` +
        `this data and network take ${features * all} and ${rows * all}.`,
    )
  const a = start.featureCorrelation.slice()
  const b = start.noiseCorrelation.slice()
  const changeOfA = new Float64Array(a.length)
  const changeOfB = new Float64Array(b.length)
  const slope = new Float64Array(b.length)
  const outputs = new Float64Array(size * classes)
  /** Gains times what the neurons have along the features, plus what they have along the noise, [N·P, k·m]. */
  const preactivations = (along: Float64Array, noise: Float64Array): Float64Array => {
    const u = noise.slice()
    gemm(rows, all, features, gain, 0, features, 1, along, 0, all, 1, u, 0, all, 1, { alpha: 1, beta: 1 })
    return u
  }
  return {
    classes,
    size,
    weights: () => ({ featureCorrelation: a.slice(), noiseCorrelation: b.slice() }),
    gradientNorms: () =>
      limitGradientNorms(
        { featureCorrelation: changeOfA, noiseCorrelation: changeOfB },
        noiseNorm.map(norm => norm * norm),
        classes,
        neurons,
      ),
    outputs: () => {
      outputs.fill(0)
      preactivations(a, b).forEach((u, at) => {
        slope[at] = smoothedReluDerivative(u, power, threshold)
        outputs[outputOf(at, patches, neurons, classes)] += smoothedRelu(u, power, threshold)
      })
      return outputs
    },
    backward: outputGradient => {
      slope.forEach((derivative, at) => {
        changeOfB[at] = -outputGradient[outputOf(at, patches, neurons, classes)] * derivative
      })
      gemm(features, all, rows, gain, 0, 1, features, changeOfB, 0, all, 1, changeOfA, 0, all, 1)
      for (let p = 0, at = 0; p < rows; p++)
        for (let c = 0; c < all; c++, at++) changeOfB[at] *= noiseNorm[p] * noiseNorm[p]
    },
    relativeStep: () => {
      const largest = largestOfColumns(preactivations(a, b), all)
      const largestChange = largestOfColumns(preactivations(changeOfA, changeOfB), all)
      let least = Number.POSITIVE_INFINITY
      for (let c = 0; c < all; c++)
        if (largestChange[c] > 0) least = Math.min(least, largest[c] / largestChange[c])
      return least
    },
    advance: step => {
      for (let c = 0; c < a.length; c++) a[c] += step * changeOfA[c]
      for (let c = 0; c < b.length; c++) b[c] += step * changeOfB[c]
    },
  }
}

/** Where in F [N, k] an entry of [N·P, k·m] counts. */
const outputOf = (at: number, patches: number, neurons: number, classes: number): number => {
  const all = classes * neurons
  return Math.floor(at / (patches * all)) * classes + Math.floor((at % all) / neurons)
}

const largestOfColumns = (matrix: Float64Array, columns: number): Float64Array => {
  const largest = new Float64Array(columns)
  matrix.forEach((u, at) => {
    largest[at % columns] = Math.max(largest[at % columns], Math.abs(u))
  })
  return largest
}
