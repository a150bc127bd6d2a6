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
    /** Where the label is among the slots of its sample. */
    labelAt: Int32Array.from(label, (of, n) => slotOf(layout, n, of) - layout.firstSlot[n]),
    /**
     * [N, 2] the largest output, and e^(F_y − largest). NaN, which equals nothing, if every share
     * has to be computed.
     */
    ofSample: new Float64Array(2 * size).fill(Number.NaN),
    /** […, 2] an output, and its share e^(F − largest), which is 0 at the label. */
    shares: new Float64Array(2 * length),
  }))
  return (n, outputs, gradient, curvature, first, restAt) => {
    const { firstSlot, slotClass } = layout
    const { labelAt, ofSample, shares } = kept()
    const row = firstSlot[n]
    const width = firstSlot[n + 1] - row
    const end = first + width
    const rest = classes - width
    const own = first + labelAt[n]
    const ownOutput = outputs[own]
    let largest = ownOutput
    for (let at = first; at < end; at++) if (outputs[at] > largest) largest = outputs[at]
    if (rest > 0 && outputs[restAt] > largest) largest = outputs[restAt]
    const isNew = largest !== ofSample[2 * n]
    const ownShareAt = 2 * (row + labelAt[n])
    if (isNew || ownOutput !== shares[ownShareAt]) {
      ofSample[2 * n] = largest
      ofSample[2 * n + 1] = exp(ownOutput - largest)
      shares[ownShareAt] = ownOutput
      shares[ownShareAt + 1] = 0
    }
    // 1 − p_y as the sum of the others: exact to the last bits when p_y is near 1.
    let others = 0
    for (let at = first, share = 2 * row; at < end; at++, share += 2) {
      const output = outputs[at]
      if (output !== shares[share] || (isNew && at !== own)) {
        shares[share] = output
        shares[share + 1] = exp(output - largest)
      }
      others += shares[share + 1]
    }
    let ofRest = 0
    if (rest > 0) {
      const share = 2 * (slotClass.length + n)
      const output = outputs[restAt]
      if (isNew || output !== shares[share]) {
        shares[share] = output
        shares[share + 1] = exp(output - largest)
      }
      ofRest = shares[share + 1]
      others += rest * ofRest
    }
    const whole = ofSample[2 * n + 1] + others
    const perSample = 1 / (whole * size)
    // N|g| is p_i, or 1 − p_y at the label.
    for (let at = first, share = 2 * row + 1; at < end; at++, share += 2) {
      const push = shares[share] * perSample
      gradient[at] = push
      if (curvature !== undefined) curvature[at] = push * atLeast0(1 - size * push)
    }
    const pull = others * perSample
    gradient[own] = -pull
    if (curvature !== undefined) curvature[own] = pull * atLeast0(1 - size * pull)
    if (rest > 0) gradient[restAt] = ofRest * perSample
    return log(whole) - (ownOutput - largest)
  }
}

const atLeast0 = (x: number): number => (x < 0 ? 0 : x)
