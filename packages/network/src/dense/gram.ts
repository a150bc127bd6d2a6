/**
 * The dense model, computed from the inner products of its patches. Descent moves weights within
 * the span of the patches, so that the inner products determine the preactivations: with h =
 * −∂L/∂z, a step changes z by η·G·h, where G = X Xᵀ. A step costs one product with G, whatever d
 * is.
 *
 * G and h are float32: a change of z has a relative error of about 1e-7, and z itself is float64. A
 * patch is left out of the product if it adds to every neuron less than 1e-8 of what the strongest
 * patch adds.
 */

import { gemm, matrixView, transposedView } from '@multiview/tensor/kernels'
import { smoothedRelu, smoothedReluDerivative } from '../activation/smoothed-relu.ts'
import type { Patches } from '../data/patches.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { checkNetwork } from '../settings/validate.ts'
import type { DenseModel } from './model.ts'

/** A patch that adds at most this share of what the strongest one adds is left out. */
const negligible = 1e-8

/** G = X Xᵀ, [N·P, N·P], for all models on these patches. */
export const gramOf = ({ x, size, settings: { patches, dimension } }: Patches): Float32Array => {
  const rows = size * patches
  const single = matrixView(Float32Array.from(x), rows, dimension)
  const gram = new Float32Array(rows * rows)
  gemm(single, transposedView(single), matrixView(gram, rows, rows))
  return gram
}

/**
 * The dense model on a training set, starting at the weights w [k, m, d], which stay as they are.
 *
 * @param gram `gramOf(data)`
 * @throws SettingError for invalid network settings; RangeError when the weights or the inner
 * products do not fit the data.
 * @example
 * const settings = { ...regimes.dense, dimension: 24, samples: 10 }
 * const data = denseTrainingSetOf(settings, { seed: 1, dataset: 'a' })
 * const w = denseWeightsOf(settings, { seed: 1, initialization: 'b' })
 * gramModel(data, gramOf(data), settings, w).outputs().length // 100
 */
export const gramModel = (
  data: Patches,
  gram: Float32Array,
  network: NetworkSettings,
  start: Float64Array,
): DenseModel => {
  checkNetwork(network)
  const { x, size } = data
  const { classes, patches, dimension } = data.settings
  const { neurons, power, threshold } = network
  const all = classes * neurons
  const rows = size * patches
  if (start.length !== all * dimension || gram.length !== rows * rows)
    throw new RangeError(
      `gramModel: ${start.length} weights and ${gram.length} inner products do not fit the data: ` +
        `it takes ${all * dimension} and ${rows * rows}.`,
    )
  const z = new Float64Array(rows * all)
  gemm(
    matrixView(x, rows, dimension),
    transposedView(matrixView(start, all, dimension)),
    matrixView(z, rows, all),
  )
  /** w = w0 + coefficientᵀ X. */
  const coefficient = new Float64Array(rows * all)
  const h = new Float32Array(rows * all)
  const change = new Float32Array(rows * all)
  const outputs = new Float64Array(size * classes)

  return {
    classes,
    size,
    weights: () => {
      const w = start.slice()
      gemm(
        transposedView(matrixView(coefficient, rows, all)),
        matrixView(x, rows, dimension),
        matrixView(w, all, dimension),
        { alpha: 1, beta: 1 },
      )
      return w
    },
    outputs: () => {
      outputs.fill(0)
      for (let row = 0, at = 0; row < rows; row++) {
        const sample = Math.floor(row / patches) * classes
        for (let c = 0; c < all; c++, at++)
          if (z[at] > 0) outputs[sample + Math.floor(c / neurons)] += smoothedRelu(z[at], power, threshold)
      }
      return outputs
    },
    backward: outputGradient => {
      for (let row = 0, at = 0; row < rows; row++) {
        const sample = Math.floor(row / patches) * classes
        for (let c = 0; c < all; c++, at++)
          h[at] =
            z[at] > 0
              ? -outputGradient[sample + Math.floor(c / neurons)] *
                smoothedReluDerivative(z[at], power, threshold)
              : 0
      }
      multiply(gram, h, change, all)
    },
    relativeStep: () => {
      const of = largestOfColumns(z, all)
      const most = largestOfColumns(change, all)
      return most.reduce((least, by, c) => (by > 0 ? Math.min(least, of[c] / by) : least), Infinity)
    },
    advance: step => {
      for (let at = 0; at < z.length; at++) {
        z[at] += step * change[at]
        coefficient[at] += step * h[at]
      }
    },
  }
}

/** Writes G·h to `change`, without the rows of h that add something to no neuron. */
const multiply = (gram: Float32Array, h: Float32Array, change: Float32Array, all: number): void => {
  const rows = h.length / all
  const counting = rowsThatCount(h, all)
  change.fill(0)
  if (counting.length === 0) return
  const ofGram = new Float32Array(counting.length * rows)
  const ofH = new Float32Array(counting.length * all)
  counting.forEach((row, at) => {
    ofGram.set(gram.subarray(row * rows, (row + 1) * rows), at * rows)
    ofH.set(h.subarray(row * all, (row + 1) * all), at * all)
  })
  gemm(
    transposedView(matrixView(ofGram, counting.length, rows)),
    matrixView(ofH, counting.length, all),
    matrixView(change, rows, all),
  )
}

/** The rows that add something to some neuron. */
const rowsThatCount = (h: Float32Array, all: number): number[] => {
  const least = largestOfColumns(h, all).map(most => most * negligible)
  const counts = (row: number): boolean => {
    for (let c = 0, at = row * all; c < all; c++, at++)
      if (h[at] !== 0 && Math.abs(h[at]) >= least[c]) return true
    return false
  }
  return Array.from({ length: h.length / all }, (_, row) => row).filter(counts)
}

/** The largest |element| of each column of a matrix with `columns` columns. */
const largestOfColumns = (matrix: Float64Array | Float32Array, columns: number): Float64Array => {
  const largest = new Float64Array(columns)
  for (let at = 0, c = 0; at < matrix.length; at++) {
    largest[c] = Math.max(largest[c], Math.abs(matrix[at]))
    c = c + 1 === columns ? 0 : c + 1
  }
  return largest
}
