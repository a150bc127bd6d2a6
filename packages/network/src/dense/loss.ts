/**
 * The mean cross-entropy of the dense network as one differentiable op of its weights, on the fused
 * step: value and gradient come from one pass over X, so that training through autodiff costs as
 * much as calling the step directly.
 */

import {
  customVjp,
  gather,
  grad,
  logSoftmax,
  matmul,
  mean,
  sum,
  type Tensor,
  tensor,
} from '@multiview/tensor'
import type { FloatArray } from '@multiview/tensor/kernels'
import { smoothedReluOp } from '../activation/smoothed-relu-op.ts'
import { crossEntropyGradient } from './step/cross-entropy.ts'
import type { DenseActivation, DenseShape } from './step/shape.ts'
import { denseStep } from './step/step.ts'

/**
 * The loss as a function of w, [k·m, d] or any shape of as many elements in that order, of the
 * dtype of x: a 0-d tensor of that dtype.
 *
 * The first derivative is the fused step's. Higher ones go through the composed ops, which hold all
 * N·P·k·m preactivations: use them for small networks.
 *
 * @param x [N, P, d]
 * @param label [N] classes counted from 0.
 * @throws RangeError if sizes do not fit the shape.
 */
export const denseLoss = (
  shape: DenseShape,
  activation: DenseActivation,
  x: FloatArray,
  label: Int32Array,
): ((w: Tensor) => Tensor) => {
  const dtype = x instanceof Float64Array ? 'float64' : 'float32'
  /**
   * The gradient at the weights of the last forward pass: the backward pass needs it at the same
   * weights.
   */
  let last: { readonly w: Tensor; readonly gradient: Tensor } | null = null
  const composed = composedLoss(shape, activation, x, label)
  const fused = customVjp(
    w => {
      const objective = crossEntropyGradient(label, shape)
      const { gradient } = denseStep(shape, activation, x, numbersOf(w, dtype), objective.step)
      last = { w, gradient: tensor(gradient as FloatArray, { dtype }).reshape(w.shape) }
      return tensor(objective.loss(), { dtype })
    },
    (g, _, w) => [g.mul(last?.w === w ? last.gradient : grad(composed)(w))],
    { name: 'denseLoss' },
  )
  return w => {
    if (w.tracing) return fused(w)
    const objective = crossEntropyGradient(label, shape)
    // Only the loss is needed, not the gradient of the weights, so the objective runs after the
    // step.
    const { outputs } = denseStep(shape, activation, x, numbersOf(w, dtype), null)
    objective.step(outputs, outputs.slice(), 0, shape.samples)
    return tensor(objective.loss(), { dtype })
  }
}

/** The elements in C order in a store of the dtype. */
const numbersOf = (w: Tensor, dtype: 'float64' | 'float32'): FloatArray => tensor(w, { dtype }).data

/** The same loss in ops. */
const composedLoss = (
  { samples, patches, dimension, classes, neurons }: DenseShape,
  { power, threshold }: DenseActivation,
  x: FloatArray,
  label: Int32Array,
): ((w: Tensor) => Tensor) => {
  const patch: Tensor = tensor(x).reshape([samples * patches, dimension])
  const own = tensor(label, { dtype: 'int32' }).reshape([samples, 1])
  return w => {
    const z: Tensor = matmul(patch, w.reshape([classes * neurons, dimension]).transpose())
    const values = smoothedReluOp(z, power, threshold).reshape([samples, patches, classes, neurons])
    const outputs = sum(values, { axis: [1, 3] })
    return mean(gather(logSoftmax(outputs), own)).neg() as Tensor
  }
}
