/**
 * The dense step in plain TypeScript, sample by sample: the reference for the kernel, and the
 * fallback.
 */

import { type FloatArray, matrixProduct, matrixView, transposedView } from '@multiview/tensor/kernels'
import { activation } from './activation.ts'
import type { DenseActivation, DenseShape, DenseStep, OutputGradient } from './shape.ts'

/** `denseStep` without WebAssembly; see there. */
export const denseStepPlain = (
  shape: DenseShape,
  { power, threshold }: DenseActivation,
  x: FloatArray,
  w: FloatArray,
  objective: OutputGradient | null,
): DenseStep => {
  const { samples, patches, dimension, classes, neurons } = shape
  const Type = x.constructor as Float64ArrayConstructor | Float32ArrayConstructor
  const relu = activation(power, threshold, Type === Float32Array ? Math.fround : undefined)
  const all = classes * neurons
  const outputs = new Type(samples * classes)
  const gradient = objective === null ? null : new Type(all * dimension)
  const z = new Type(patches * all)
  const slopes = new Type(patches * all)
  const weights = transposedView(matrixView(w, all, dimension))
  const preactivations = matrixView(z, patches, all)
  const sums = new Type(all)
  const outputGradient = new Type(classes)
  for (let n = 0; n < samples; n++) {
    const from = n * patches * dimension
    matrixProduct(matrixView(x, patches, dimension, from), weights, preactivations)
    sums.fill(0)
    for (let p = 0; p < patches; p++)
      for (let j = 0, at = p * all; j < all; j++, at++) {
        slopes[at] = relu.slope(z[at])
        sums[j] += relu.value(z[at], slopes[at])
      }
    for (let j = 0; j < all; j++) outputs[n * classes + Math.floor(j / neurons)] += sums[j]
    if (objective === null || gradient === null) continue
    objective(outputs.subarray(n * classes, (n + 1) * classes), outputGradient, n, 1)
    for (let p = 0; p < patches; p++)
      for (let j = 0; j < all; j++) {
        slopes[p * all + j] *= outputGradient[Math.floor(j / neurons)]
        addScaled(gradient, j * dimension, slopes[p * all + j], x, from + p * dimension, dimension)
      }
  }
  return { outputs, gradient }
}

const { fround } = Math

/** to += factor·from, unless the factor is 0. */
const addScaled = (
  to: FloatArray,
  toOffset: number,
  factor: number,
  from: FloatArray,
  fromOffset: number,
  length: number,
): void => {
  if (factor === 0) return
  if (to instanceof Float64Array)
    for (let c = 0; c < length; c++) to[toOffset + c] += factor * from[fromOffset + c]
  else for (let c = 0; c < length; c++) to[toOffset + c] += fround(factor * from[fromOffset + c])
}
