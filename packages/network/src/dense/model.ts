/**
 * The network of the paper at finite d: F_i(X) = Σ_r Σ_p ReLU~(⟨w_{i,r}, x_p⟩), all of X and w in
 * memory, on the fused step (step/step.ts), which holds the preactivations of a few samples at a
 * time.
 */

import type { Stream } from '@multiview/tensor'
import { gemm, matrixView, transposedView } from '@multiview/tensor/kernels'
import type { Patches } from '../data/patches.ts'
import { type Model, stateOf } from '../descent/model.ts'
import type { DenseSettings, NetworkSettings } from '../settings/settings.ts'
import { checkNetwork } from '../settings/validate.ts'
import type { DenseShape } from './step/shape.ts'
import { denseStep } from './step/step.ts'

/**
 * The number of patches whose preactivations exist at a time while the relative step is measured.
 */
const measuredRows = 1024

/**
 * w ~ N(0, σ_0² I), [k, m, d].
 *
 * @example
 * drawDenseWeights(2, { ...regimes.dense, dimension: 8 }, stream(1, 'weights')).length // 96
 */
export const drawDenseWeights = (
  classes: number,
  network: NetworkSettings & Pick<DenseSettings, 'dimension'>,
  random: Stream,
): Float64Array => {
  checkNetwork(network)
  const w = new Float64Array(classes * network.neurons * network.dimension)
  return random.fillNormal(w, network.initialScale)
}

/** A dense model and the weights that its training moves. */
export interface DenseModel extends Model {
  /** A copy of the present w, [k, m, d], or of an array that is laid out as that of `parts`. */
  weights(of?: readonly Float64Array[]): Float64Array
}

/**
 * F [N, k] of any data set under weights w [k, m, d].
 *
 * @example
 * const settings = { ...regimes.dense, dimension: 24, samples: 10 }
 * const data = denseTrainingSetOf(settings, { seed: 1, dataset: 'a' })
 * const w = denseWeightsOf(settings, { seed: 1, initialization: 'b' })
 * denseOutputs(data, settings, w).length // 100
 */
export const denseOutputs = (data: Patches, network: NetworkSettings, w: Float64Array): Float64Array =>
  denseStep(shapeOf(data, network), network, data.x, w, null).outputs as Float64Array

/**
 * The model on a training set, starting at the weights w [k, m, d], which stay as they are.
 *
 * Besides the data it holds the weights and their change. A step costs two passes over X, and two
 * more if the step is adaptive.
 *
 * @throws SettingError for invalid network settings; RangeError when the weights do not fit the
 * data.
 * @example
 * const settings = { ...regimes.dense, dimension: 24, samples: 10 }
 * const data = denseTrainingSetOf(settings, { seed: 1, dataset: 'a' })
 * const w = denseWeightsOf(settings, { seed: 1, initialization: 'b' })
 * denseModel(data, settings, w).outputs().length // 100
 */
export const denseModel = (data: Patches, network: NetworkSettings, start: Float64Array): DenseModel => {
  checkNetwork(network)
  const shape = shapeOf(data, network)
  const { classes, neurons, dimension } = shape
  const all = classes * neurons
  if (start.length !== all * dimension)
    throw new RangeError(
      `denseModel: the weights hold ${start.length} numbers; this data and network take ${all * dimension}.`,
    )
  const w = start.slice()
  let change = new Float64Array(w.length)
  return {
    classes,
    size: data.size,
    weights: ([of] = [w]) => of.slice(),
    parts: () => [{ weights: w, change }],
    outputs: () => denseOutputs(data, network, w),
    backward: outputGradient => {
      const { gradient } = denseStep(shape, network, data.x, w, (_, ofBlock, first, count) =>
        ofBlock.set(outputGradient.subarray(first * classes, (first + count) * classes)),
      )
      change = (gradient as Float64Array).map(g => -g)
    },
    relativeStep: () => leastRelativeStep(data.x, dimension, all, w, change),
    advance: step => {
      for (let c = 0; c < w.length; c++) w[c] += step * change[c]
    },
    ...stateOf([w]),
  }
}

const shapeOf = ({ size, settings }: Patches, { neurons }: NetworkSettings): DenseShape => ({
  samples: size,
  patches: settings.patches,
  dimension: settings.dimension,
  classes: settings.classes,
  neurons,
})

/**
 * The least, over neurons, of largest |⟨w, x_p⟩| over largest |⟨change, x_p⟩|; see
 * `Model.relativeStep`.
 */
const leastRelativeStep = (
  x: Float64Array,
  dimension: number,
  all: number,
  w: Float64Array,
  change: Float64Array,
): number => {
  // One product with both: the rows of x are read once.
  const both = new Float64Array(2 * w.length)
  both.set(w)
  both.set(change, w.length)
  const rows = x.length / dimension
  const z = new Float64Array(Math.min(rows, measuredRows) * 2 * all)
  const largest = new Float64Array(2 * all)
  for (let first = 0; first < rows; first += measuredRows) {
    const count = Math.min(measuredRows, rows - first)
    gemm(
      matrixView(x, count, dimension, first * dimension),
      transposedView(matrixView(both, 2 * all, dimension)),
      matrixView(z, count, 2 * all),
    )
    for (let row = 0, at = 0; row < count; row++)
      for (let c = 0; c < 2 * all; c++, at++) largest[c] = Math.max(largest[c], Math.abs(z[at]))
  }
  let least = Number.POSITIVE_INFINITY
  for (let c = 0; c < all; c++)
    if (largest[all + c] > 0) least = Math.min(least, largest[c] / largest[all + c])
  return least
}
