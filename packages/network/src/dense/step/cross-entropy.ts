/** Softmax cross-entropy, averaged over the samples, as an objective of the dense step. */
import { map } from '@multiview/tensor/kernels'
import { exp, log } from '@multiview/tensor/math'
import type { DenseShape, OutputGradient } from './shape.ts'

export interface CrossEntropy {
  /** The objective to hand to `denseStep`, once. */
  readonly step: OutputGradient
  /** The mean loss over the samples seen so far, all of them after the step. */
  loss(): number
}

/**
 * Cross-entropy of softmax(F) with the labels, in doubles whatever F is held in. The loss adds the
 * samples in order.
 */
export const crossEntropyGradient = (
  labels: ArrayLike<number>,
  { samples, classes }: Pick<DenseShape, 'samples' | 'classes'>,
): CrossEntropy => {
  let weights = new Float64Array(0)
  let ofLabel = new Float64Array(0)
  let total = 0
  return {
    loss: () => total / samples,
    step: (outputs, gradient, first, count) => {
      if (ofLabel.length < count) {
        weights = new Float64Array(count * classes)
        ofLabel = new Float64Array(count)
      }
      for (let n = 0; n < count; n++) {
        const at = n * classes
        const label = labels[first + n]
        if (!(Number.isInteger(label) && label >= 0 && label < classes))
          throw new RangeError(
            `crossEntropyGradient: label ${first + n} is ${label}; it must be 0 … ${classes - 1}`,
          )
        let largest = outputs[at]
        for (let i = 1; i < classes; i++) largest = Math.max(largest, outputs[at + i])
        for (let i = 0; i < classes; i++) weights[at + i] = outputs[at + i] - largest
        ofLabel[n] = weights[at + label]
      }
      if (!map('exp', count * classes, weights, 0, weights, 0))
        for (let i = 0; i < count * classes; i++) weights[i] = exp(weights[i])
      for (let n = 0; n < count; n++) {
        const at = n * classes
        let sum = 0
        for (let i = 0; i < classes; i++) sum += weights[at + i]
        total += log(sum) - ofLabel[n]
        for (let i = 0; i < classes; i++)
          gradient[at + i] = (weights[at + i] / sum - (i === labels[first + n] ? 1 : 0)) / samples
      }
    },
  }
}
