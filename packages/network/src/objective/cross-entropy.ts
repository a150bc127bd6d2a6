/** The mean cross-entropy of softmax(F): L = (1/N) Σ_n −log softmax_{y_n}(F(X_n)) (paper.md §2). */

import { exp, log } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'

/** @param label [N] classes counted from 0. */
export const crossEntropy = (label: Int32Array, classes: number): Objective => ({
  evaluate(outputs, outputGradient) {
    const size = label.length
    let total = 0
    for (let n = 0; n < size; n++) {
      const row = n * classes
      let largest = outputs[row]
      for (let i = 1; i < classes; i++) largest = Math.max(largest, outputs[row + i])
      let sum = 0
      for (let i = 0; i < classes; i++) {
        const share = exp(outputs[row + i] - largest)
        outputGradient[row + i] = share
        sum += share
      }
      for (let i = 0; i < classes; i++) outputGradient[row + i] /= sum * size
      const own = row + label[n]
      // 1 − p_y as the sum of the others: exact to the last bits when p_y is near 1.
      let others = 0
      for (let i = 0; i < classes; i++) if (row + i !== own) others += outputGradient[row + i]
      outputGradient[own] = -others
      total += log(sum) - (outputs[own] - largest)
    }
    return total / size
  },
})
