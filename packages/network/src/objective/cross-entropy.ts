/** The mean cross-entropy of softmax(F): L = (1/N) Σ_n −log softmax_{y_n}(F(X_n)) (paper.md §2). */

import { exp, log } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'

/** @param label [N] classes counted from 0. */
export const crossEntropy = (label: Int32Array, classes: number): Objective => ({
  evaluate(outputs, outputGradient) {
    const size = label.length
    let total = 0
    for (let n = 0, row = 0; n < size; n++, row += classes) {
      const end = row + classes
      const own = row + label[n]
      let largest = outputs[row]
      for (let at = row + 1; at < end; at++) largest = Math.max(largest, outputs[at])
      for (let at = row; at < end; at++) outputGradient[at] = exp(outputs[at] - largest)
      const share = outputGradient[own]
      // 1 − p_y as the sum of the others: exact to the last bits when p_y is near 1.
      outputGradient[own] = 0
      let others = 0
      for (let at = row; at < end; at++) others += outputGradient[at]
      const perSample = 1 / ((share + others) * size)
      for (let at = row; at < end; at++) outputGradient[at] *= perSample
      outputGradient[own] = -others * perSample
      total += log(share + others) - (outputs[own] - largest)
    }
    return total / size
  },
})
