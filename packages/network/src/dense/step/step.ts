/**
 * One training step of the dense network F_i(X) = Σ_r Σ_p ReLU~(⟨w_ir, x_p⟩), in one pass over X:
 * outputs and the gradient of the weights, with the preactivations of a few samples at a time and
 * never of all.
 *
 * The caller's objective gets the outputs of a block of samples and gives the gradient with respect
 * to them, so that this step serves cross-entropy, distillation and their sum.
 *
 * Summation orders, the same in the kernel and in the plain version, everything rounded to the
 * element type:
 * - z[n,p,j] = Σ_c x[n,p,c]·w[j,c] from +0 in the order of c, for the neuron j = i·m + r;
 * - F[n,i] = Σ_r (Σ_p ReLU~(z[n,p,j])), both from +0 in order;
 * - dW[j,c] = Σ_(n,p) (ReLU~'(z[n,p,j])·dF[n,i])·x[n,p,c] from +0 in the order of (n, p), without
 *   the terms whose first factor is 0: about half of them, and the kernel does not compute them.
 */

import { engine } from '@multiview/tensor/kernel-parts'
import type { FloatArray } from '@multiview/tensor/kernels'
import { denseStepKernel } from './kernel.ts'
import { BLOCK_PATCHES } from './layout.ts'
import { denseStepPlain } from './plain.ts'
import type { DenseActivation, DenseShape, DenseStep, OutputGradient } from './shape.ts'

const positive = (what: string, value: number): void => {
  if (!(Number.isInteger(value) && value >= 1))
    throw new RangeError(`denseStep: ${what} is ${value}; it must be a whole number of at least 1`)
}

/** @throws RangeError or TypeError for what `denseStep` cannot take. */
export const checkDenseStep = (
  shape: DenseShape,
  activation: DenseActivation,
  x: FloatArray,
  w: FloatArray,
): void => {
  const { samples, patches, dimension, classes, neurons } = shape
  for (const [what, value] of Object.entries({ samples, patches, dimension, classes, neurons }))
    positive(what, value)
  if (!(activation.power >= 2 && activation.power < Infinity))
    throw new RangeError(`denseStep: the power is ${activation.power}; it must be at least 2`)
  if (!(activation.threshold > 0 && activation.threshold < Infinity))
    throw new RangeError(`denseStep: the threshold is ${activation.threshold}; it must be positive`)
  if (x.constructor !== w.constructor)
    throw new TypeError('denseStep: x and w must both be Float64Array or both be Float32Array')
  const sizes = [
    ['x', x, samples * patches * dimension],
    ['w', w, classes * neurons * dimension],
  ] as const
  for (const [name, array, size] of sizes)
    if (array.length !== size)
      throw new RangeError(`denseStep: ${name} has ${array.length} elements; the shape asks for ${size}`)
}

/** `denseStep` with blocks of this many patches instead of the best number for the caches. */
export const denseStepInBlocks = (
  blockPatches: number,
  shape: DenseShape,
  activation: DenseActivation,
  x: FloatArray,
  w: FloatArray,
  objective: OutputGradient | null,
): DenseStep => {
  checkDenseStep(shape, activation, x, w)
  const kernels = engine()
  return kernels === null
    ? denseStepPlain(shape, activation, x, w, objective)
    : denseStepKernel(kernels, shape, activation, x, w, objective, blockPatches)
}

/**
 * The outputs of x [N, P, d] under the weights w [k, m, d], and the gradient of the objective with
 * respect to w. With `objective` null only the outputs are computed.
 *
 * Example:
 * `denseStep(shape, { power: 3, threshold: 0.5 }, x, w, crossEntropyGradient(labels, shape).step)`
 */
export const denseStep = (
  shape: DenseShape,
  activation: DenseActivation,
  x: FloatArray,
  w: FloatArray,
  objective: OutputGradient | null,
): DenseStep => denseStepInBlocks(BLOCK_PATCHES, shape, activation, x, w, objective)
