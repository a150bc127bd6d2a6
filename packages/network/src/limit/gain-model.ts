/**
 * The network in the orthogonal-noise limit with feature noise and background noise.
 *
 * A patch with gains G_{p,v} = z_p·1[v is its feature] + α_{p,v} has the preactivation Σ_v G_{p,v}
 * a[i,r,v] + b[i,r,n,p]. With g = ∂L/∂F_i(X_n) · ReLU~'(preactivation), a step of descent is
 * a[i,r,v] −= η Σ_p G_{p,v}·g and b[i,r,n,p] −= η ‖ξ_p‖² g. At γ = 0 and without background noise
 * this is `limitModel`, which keeps only patches that carry a feature and is faster.
 */

import { gemm, matrixView, transposedView } from '@multiview/tensor/kernels'
import { powerOf } from '../activation/smoothed-relu.ts'
import type { Dataset, PatchGains } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { checkNetwork } from '../settings/validate.ts'
import { limitGradientNorms } from './gradient-norms.ts'
import type { LimitModel, LimitWeights } from './model.ts'

/**
 * The model on a training set, starting at a [V·k, k·m] and b [N·P, k·m], which stay as they are.
 * Its b has a row for every patch, where `limitModel` has one for every patch that carries a
 * feature.
 *
 * @throws SettingError for invalid network settings; RangeError when the weights do not fit the
 * data.
 */
export const gainModel = (
  { settings, size }: Pick<Dataset, 'settings' | 'size'>,
  { gain, noiseNorm }: Pick<PatchGains, 'gain' | 'noiseNorm'>,
  network: NetworkSettings,
  start: LimitWeights,
): LimitModel => {
  checkNetwork(network)
  const { classes, patches } = settings
  const { neurons, power, threshold } = network
  const toPower = powerOf(power - 1)
  const perThreshold = 1 / threshold
  const perPower = 1 / power
  const all = classes * neurons
  const rows = size * patches
  const features = featureCount(settings)
  if (start.featureCorrelation.length !== features * all || start.noiseCorrelation.length !== rows * all)
    throw new RangeError(
      `gainModel: the weights hold ${start.featureCorrelation.length} and ${start.noiseCorrelation.length} numbers; ` +
        `this data and network take ${features * all} and ${rows * all}.`,
    )
  const a = start.featureCorrelation.slice()
  const b = start.noiseCorrelation.slice()
  const changeOfA = new Float64Array(a.length)
  const changeOfB = new Float64Array(b.length)
  /** Preactivations after `outputs`, and their change at unit step within `relativeStep`. */
  const u = new Float64Array(b.length)
  const changeOfU = new Float64Array(b.length)
  const slope = new Float64Array(b.length)
  const outputs = new Float64Array(size * classes)
  const gains = matrixView(gain, rows, features)
  /** Gains times correlations with the features, plus correlations with the noise, [N·P, k·m]. */
  const preactivations = (along: Float64Array, noise: Float64Array, to: Float64Array): void => {
    gemm(gains, matrixView(along, features, all), matrixView(to, rows, all))
    for (let at = 0; at < to.length; at++) to[at] += noise[at]
  }
  return {
    classes,
    size,
    featureCorrelation: () => a.slice(),
    weights: ([ofA, ofB] = [a, b]) => ({ featureCorrelation: ofA.slice(), noiseCorrelation: ofB.slice() }),
    parts: () => [
      { weights: a, change: changeOfA },
      { weights: b, change: changeOfB },
    ],
    gradientNorms: () =>
      limitGradientNorms(
        { featureCorrelation: changeOfA, noiseCorrelation: changeOfB },
        noiseNorm.map(norm => norm * norm),
        classes,
        neurons,
      ),
    outputs: () => {
      outputs.fill(0)
      preactivations(a, b, u)
      for (let row = 0, at = 0; row < rows; row++) {
        const first = Math.floor(row / patches) * classes
        for (let i = 0; i < classes; i++) {
          let total = 0
          for (let r = 0; r < neurons; r++, at++) {
            const positive = u[at] > 0 ? u[at] : 0
            const clipped = positive < threshold ? positive : threshold
            const derivative = toPower(clipped * perThreshold)
            slope[at] = derivative
            total += clipped * derivative * perPower + (positive - clipped)
          }
          outputs[first + i] += total
        }
      }
      return outputs
    },
    backward: outputGradient => {
      for (let row = 0, at = 0; row < rows; row++) {
        const first = Math.floor(row / patches) * classes
        for (let i = 0; i < classes; i++)
          for (let r = 0; r < neurons; r++, at++) changeOfB[at] = -outputGradient[first + i] * slope[at]
      }
      gemm(transposedView(gains), matrixView(changeOfB, rows, all), matrixView(changeOfA, features, all))
      for (let p = 0, at = 0; p < rows; p++)
        for (let c = 0; c < all; c++, at++) changeOfB[at] *= noiseNorm[p] * noiseNorm[p]
    },
    relativeStep: () => {
      preactivations(changeOfA, changeOfB, changeOfU)
      const largest = largestOfColumns(u, all)
      const largestChange = largestOfColumns(changeOfU, all)
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

const largestOfColumns = (matrix: Float64Array, columns: number): Float64Array => {
  const largest = new Float64Array(columns)
  for (let first = 0; first < matrix.length; first += columns)
    for (let c = 0; c < columns; c++) largest[c] = Math.max(largest[c], Math.abs(matrix[first + c]))
  return largest
}
