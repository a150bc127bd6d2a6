/**
 * The mean cross-entropy of softmax(F): L = (1/N) Σ_n −log softmax_{y_n}(F(X_n)), the paper's loss.
 */

import { exp, log } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'
import { denseLayout, followLayout, type OutputLayout, outputCount, slotOf } from './output-layout.ts'
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

/**
 * −log softmax_y of one sample; its curvature is p_i(1 − p_i)/N. The exponential of an output is
 * kept until the output or the largest one of the sample changes.
 */
export const crossEntropyTerm = (label: Int32Array, classes: number, layout: OutputLayout): SampleTerm => {
  const size = label.length
  const kept = followLayout(layout, new Float64Array(outputCount(layout)), ({ length }) => ({
    /** The slots of the label and of an output that was the largest. */
    labelSlot: Int32Array.from(label, (of, n) => slotOf(layout, n, of)),
    largestSlot: layout.firstSlot.slice(0, size),
    largestSeen: new Float64Array(size).fill(Number.NaN),
    ownShare: new Float64Array(size),
    /**
     * The outputs that `shares` belongs to. NaN, which equals nothing, if a share has to be
     * computed.
     */
    seen: new Float64Array(length).fill(Number.NaN),
    /** e^(F − largest); 0 at the label. */
    shares: new Float64Array(length),
  }))
  return (n, outputs, gradient, curvature) => {
    const { firstSlot, slotClass } = layout
    const { labelSlot, largestSlot, largestSeen, ownShare, seen, shares } = kept()
    const row = firstSlot[n]
    const end = firstSlot[n + 1]
    const rest = classes - (end - row)
    const restAt = slotClass.length + n
    const own = labelSlot[n]
    let largest = outputs[largestSlot[n]]
    for (let at = row; at < end; at++)
      if (outputs[at] > largest) {
        largest = outputs[at]
        largestSlot[n] = at
      }
    if (rest > 0 && outputs[restAt] > largest) largest = outputs[restAt]
    if (largest !== largestSeen[n]) {
      largestSeen[n] = largest
      seen.fill(Number.NaN, row, end)
      if (rest > 0) seen[restAt] = Number.NaN
    }
    if (outputs[own] !== seen[own]) {
      seen[own] = outputs[own]
      ownShare[n] = exp(outputs[own] - largest)
      shares[own] = 0
    }
    // 1 − p_y as the sum of the others: exact to the last bits when p_y is near 1.
    let others = 0
    for (let at = row; at < end; at++) {
      if (outputs[at] !== seen[at]) {
        seen[at] = outputs[at]
        shares[at] = exp(outputs[at] - largest)
      }
      others += shares[at]
    }
    if (rest > 0) {
      if (outputs[restAt] !== seen[restAt]) {
        seen[restAt] = outputs[restAt]
        shares[restAt] = exp(outputs[restAt] - largest)
      }
      others += rest * shares[restAt]
    }
    const whole = ownShare[n] + others
    const perSample = 1 / (whole * size)
    // N|g| is p_i, or 1 − p_y at the label.
    for (let at = row; at < end; at++) {
      const push = shares[at] * perSample
      gradient[at] = push
      if (curvature !== undefined) curvature[at] = push * Math.max(0, 1 - size * push)
    }
    const pull = others * perSample
    gradient[own] = -pull
    if (curvature !== undefined) curvature[own] = pull * Math.max(0, 1 - size * pull)
    if (rest > 0) gradient[restAt] = shares[restAt] * perSample
    return log(whole) - (outputs[own] - largest)
  }
}
