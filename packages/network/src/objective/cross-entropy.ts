/** The mean cross-entropy of softmax(F): L = (1/N) Σ_n −log softmax_{y_n}(F(X_n)) (paper.md §2). */

import { exp, log } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'
import { denseLayout, type OutputLayout, slotOf } from './output-layout.ts'

/**
 * @param label [N] classes counted from 0.
 * @param layout where the outputs stand; [N, k] unless given. Every sample has a slot for its label.
 */
export const crossEntropy = (
  label: Int32Array,
  classes: number,
  layout: OutputLayout = denseLayout(label.length, classes),
): Objective => {
  const size = label.length
  const ownSlot = new Int32Array(size)
  let laidFor: Int32Array | undefined
  return {
    evaluate(outputs, outputGradient) {
      const { firstSlot, slotClass } = layout
      const slots = slotClass.length
      if (laidFor !== slotClass) {
        label.forEach((y, n) => {
          ownSlot[n] = slotOf(layout, n, y)
        })
        laidFor = slotClass
      }
      let total = 0
      for (let n = 0; n < size; n++) {
        const row = firstSlot[n]
        const end = firstSlot[n + 1]
        const own = ownSlot[n]
        const rest = classes - (end - row)
        let largest = rest > 0 ? outputs[slots + n] : outputs[row]
        for (let at = row; at < end; at++) largest = Math.max(largest, outputs[at])
        for (let at = row; at < end; at++) outputGradient[at] = exp(outputs[at] - largest)
        const share = outputGradient[own]
        // 1 − p_y as the sum of the others: exact to the last bits when p_y is near 1.
        outputGradient[own] = 0
        let others = 0
        for (let at = row; at < end; at++) others += outputGradient[at]
        const ofRest = rest > 0 ? exp(outputs[slots + n] - largest) : 0
        others += rest * ofRest
        const perSample = 1 / ((share + others) * size)
        for (let at = row; at < end; at++) outputGradient[at] *= perSample
        outputGradient[own] = -others * perSample
        if (rest > 0) outputGradient[slots + n] = ofRest * perSample
        total += log(share + others) - (outputs[own] - largest)
      }
      return total / size
    },
  }
}
