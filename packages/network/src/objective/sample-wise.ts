/**
 * An objective that is the mean of one term per sample. If the outputs of a sample have the same
 * bits as in the last call, its term and its gradient are reused: a step may change only a few
 * outputs.
 */

import type { Objective } from './objective.ts'
import { type OutputLayout, outputCount } from './output-layout.ts'

/**
 * Returns the term of sample n at the outputs. Writes the gradient of term/N into the sample's
 * slots and its rest and, if `curvature` is given, ∂²/∂F_i(X_n)² ≥ 0 of term/N into the slots. It
 * depends on these outputs alone.
 *
 * @param first where the sample's slots begin in the arrays.
 * @param restAt where its rest is; beyond the arrays if it has none.
 */
export type SampleTerm = (
  n: number,
  outputs: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array | undefined,
  first: number,
  restAt: number,
) => number

export const sampleWise = (layout: OutputLayout, term: SampleTerm): Objective => {
  const { size } = layout
  let terms = new Float64Array(size)
  let lastOutputs = new Float64Array(0)
  let gradient = new Float64Array(0)
  let laidFor: Int32Array | undefined
  return {
    evaluate(outputs, outputGradient) {
      const { firstSlot, slotClass } = layout
      const slots = slotClass.length
      if (laidFor !== slotClass) {
        laidFor = slotClass
        terms = new Float64Array(size)
        // NaN is equal to nothing.
        lastOutputs = new Float64Array(outputCount(layout)).fill(Number.NaN)
        gradient = new Float64Array(lastOutputs.length)
      }
      const hasRest = outputs.length > slots
      let total = 0
      for (let n = 0; n < size; n++) {
        const end = firstSlot[n + 1]
        let at = firstSlot[n]
        while (at < end && outputs[at] === lastOutputs[at]) at++
        if (at < end || (hasRest && outputs[slots + n] !== lastOutputs[slots + n]))
          terms[n] = term(n, outputs, gradient, undefined, firstSlot[n], slots + n)
        total += terms[n]
      }
      lastOutputs.set(outputs)
      outputGradient.set(gradient)
      return total / size
    },
  }
}
