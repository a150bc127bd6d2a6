/**
 * The mean cross-entropy of softmax(F): L = (1/N) Σ_n −log softmax_{y_n}(F(X_n)), the paper's loss.
 */

import { exp, log } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'
import { denseLayout, type OutputLayout, slotOf } from './output-layout.ts'
import { type SampleTerm, sampleWise } from './sample-wise.ts'

/**
 * @param label [N] classes counted from 0.
 * @param layout the layout of the outputs; [N, k] unless given. Every sample has a slot for its
 * label.
 * @example
 * const gradient = new Float64Array(2)
 * crossEntropy(new Int32Array([0]), 2).evaluate(new Float64Array([0, 0]), gradient) // 0.6931471805599453
 * [...gradient] // [-0.5, 0.5]
 */
export const crossEntropy = (
  label: Int32Array,
  classes: number,
  layout: OutputLayout = denseLayout(label.length, classes),
): Objective => sampleWise(layout, crossEntropyTerm(label, classes, layout))

/** −log softmax_y of one sample; its curvature is p_i(1 − p_i)/N. */
export const crossEntropyTerm = (label: Int32Array, classes: number, layout: OutputLayout): SampleTerm => {
  const size = label.length
  return (n, outputs, gradient, curvature) => {
    const { firstSlot, slotClass } = layout
    const row = firstSlot[n]
    const end = firstSlot[n + 1]
    const rest = classes - (end - row)
    const restAt = slotClass.length + n
    const own = slotOf(layout, n, label[n])
    let largest = rest > 0 ? outputs[restAt] : outputs[row]
    for (let at = row; at < end; at++) largest = Math.max(largest, outputs[at])
    for (let at = row; at < end; at++) gradient[at] = exp(outputs[at] - largest)
    const share = gradient[own]
    // 1 − p_y as the sum of the others: exact to the last bits when p_y is near 1.
    gradient[own] = 0
    let others = 0
    for (let at = row; at < end; at++) others += gradient[at]
    const ofRest = rest > 0 ? exp(outputs[restAt] - largest) : 0
    others += rest * ofRest
    const perSample = 1 / ((share + others) * size)
    for (let at = row; at < end; at++) gradient[at] *= perSample
    gradient[own] = -others * perSample
    if (rest > 0) gradient[restAt] = ofRest * perSample
    if (curvature !== undefined)
      for (let at = row; at < end; at++) {
        // N|g| is p_i, or 1 − p_y at the label.
        const push = Math.abs(gradient[at])
        curvature[at] = push * Math.max(0, 1 - size * push)
      }
    return log(share + others) - (outputs[own] - largest)
  }
}
