/**
 * The network in the orthogonal-noise limit d → ∞, where gradient descent closes on the correlations of every neuron
 * with the features, a[i,r,v] = ⟨w_{i,r}, v⟩, and with each patch's own noise, b[i,r,n,p] = ⟨w_{i,r}, ξ_{n,p}⟩.
 *
 * A patch p of sample n that carries v with weight z has the preactivation a[i,r,v]·z + b[i,r,n,p]. With
 * g = ∂L/∂F_i(X_n) · ReLU~'(preactivation), a step of descent is a[i,r,v] −= η Σ z·g over the patches that carry v, and
 * b[i,r,n,p] −= η ‖ξ_{n,p}‖² g. All N·P·k·m preactivations are computed; nothing is dropped.
 *
 * Inside, arrays are patch-major: neurons c = i·m + r are contiguous behind a feature or a patch, so that the innermost
 * loop runs over all neurons of one patch.
 */

import type { Stream } from '@multiview/tensor'
import type { Dataset } from '../data/dataset.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { validateNetwork } from '../settings/validate.ts'
import { type LimitStep, limitStep } from './limit-step.ts'
import type { LimitStepShape } from './limit-step-plain.ts'
import type { Model } from './model.ts'

/** The two sets of numbers that the limit dynamics close on. */
export interface LimitWeights {
  /** a, [2k, k·m]: correlation of neuron c = i·m + r with feature v at v·k·m + c. */
  readonly featureCorrelation: Float64Array
  /** b, [Q, k·m]: correlation of neuron c with the noise of patch row p at p·k·m + c. */
  readonly noiseCorrelation: Float64Array
}

/** a ~ N(0, σ_0²), independent; [2k, k·m]. */
export const drawFeatureCorrelation = (
  classes: number,
  network: NetworkSettings,
  random: Stream,
): Float64Array => {
  validateNetwork(network)
  const a = new Float64Array(2 * classes * classes * network.neurons)
  random.fillNormal(a, network.initialScale)
  return a
}

/** b ~ N(0, σ_0² ‖ξ_p‖²), independent; [Q, k·m]. */
export const drawNoiseCorrelation = (
  data: Dataset,
  network: NetworkSettings,
  random: Stream,
): Float64Array => {
  validateNetwork(network)
  const neurons = data.settings.classes * network.neurons
  const b = new Float64Array(data.feature.length * neurons)
  for (let p = 0; p < data.feature.length; p++)
    random.fillNormal(b.subarray(p * neurons, (p + 1) * neurons), network.initialScale * data.noiseNorm[p])
  return b
}

/** A limit model and the weights that its training moves. */
export interface LimitModel extends Model {
  /** A copy of the present weights. */
  weights(): LimitWeights
  /** A copy of the present a alone, [2k, k·m]. */
  featureCorrelation(): Float64Array
}

/**
 * The model on a training set, starting at the given weights, which stay as they are.
 *
 * @param makeStep the kernel that computes a step; the default is the fastest that runs here, and all give the same bits.
 * @throws SettingError for invalid network settings; RangeError when the weights do not fit the data.
 */
export const limitModel = (
  data: Dataset,
  network: NetworkSettings,
  start: LimitWeights,
  makeStep: (shape: LimitStepShape) => LimitStep = limitStep,
): LimitModel => {
  validateNetwork(network)
  const { classes } = data.settings
  const { neurons, power, threshold } = network
  const all = classes * neurons
  const rows = data.feature.length
  if (start.featureCorrelation.length !== 2 * classes * all || start.noiseCorrelation.length !== rows * all)
    throw new RangeError(
      `limitModel: the weights hold ${start.featureCorrelation.length} and ${start.noiseCorrelation.length} numbers; ` +
        `this data and network take ${2 * classes * all} and ${rows * all}.`,
    )
  const width = all + (all % 2)
  const { firstPatch, feature, weight } = data
  const noiseSquared = data.noiseNorm.map(norm => norm * norm)
  const step = makeStep({
    classes,
    neurons,
    width,
    power,
    threshold,
    firstPatch,
    feature,
    weight,
    noiseSquared,
  })
  const { a, b, perNeuron, largest, largestChange } = step.arrays
  copyRows(start.featureCorrelation, all, a, width)
  copyRows(start.noiseCorrelation, all, b, width)
  const outputs = new Float64Array(data.size * classes)
  const featureCorrelation = () => copyRows(a, width, new Float64Array(2 * classes * all), all)
  return {
    classes,
    size: data.size,
    featureCorrelation,
    weights: () => ({
      featureCorrelation: featureCorrelation(),
      noiseCorrelation: copyRows(b, width, new Float64Array(rows * all), all),
    }),
    outputs: () => {
      step.forward()
      for (let n = 0; n < data.size; n++)
        for (let i = 0; i < classes; i++) {
          let sum = 0
          for (let c = n * width + i * neurons, end = c + neurons; c < end; c++) sum += perNeuron[c]
          outputs[n * classes + i] = sum
        }
      return outputs
    },
    backward: outputGradient => {
      for (let n = 0; n < data.size; n++)
        for (let i = 0; i < classes; i++)
          perNeuron.fill(
            outputGradient[n * classes + i],
            n * width + i * neurons,
            n * width + (i + 1) * neurons,
          )
      step.backward()
    },
    relativeStep: () => {
      step.measureChange()
      let least = Number.POSITIVE_INFINITY
      for (let c = 0; c < all; c++)
        if (largestChange[c] > 0) least = Math.min(least, largest[c] / largestChange[c])
      return least
    },
    advance: size => step.advance(size),
  }
}

/** Copies the leading columns of a row-major matrix into one of another width. */
const copyRows = (from: Float64Array, fromWidth: number, to: Float64Array, toWidth: number): Float64Array => {
  const columns = Math.min(fromWidth, toWidth)
  for (let row = 0; row * fromWidth < from.length; row++)
    to.set(from.subarray(row * fromWidth, row * fromWidth + columns), row * toWidth)
  return to
}
