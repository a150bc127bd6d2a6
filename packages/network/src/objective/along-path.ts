/**
 * Defines a value for an objective whose gradient is not the gradient of a function: the work
 * against its field along the path of outputs, Σ_t ⟨F_{t+1} − F_t, (∇_t + ∇_{t+1})/2⟩ from 0 on.
 * For the gradient of a function this is the change of the function, to second order. It rises
 * after a step that was too long; a step rule needs this.
 */

import type { Objective } from './objective.ts'

/**
 * @param before the work done so far, for a path that is resumed.
 * @returns an objective that remembers the path: one for each descent.
 */
export const alongPath = (objective: Objective, before = 0): Objective & { work(): number } => {
  let lastOutputs = new Float64Array(0)
  let lastGradient = new Float64Array(0)
  let work = before
  return {
    work: () => work,
    evaluate(outputs, outputGradient) {
      objective.evaluate(outputs, outputGradient)
      if (lastOutputs.length === outputs.length) {
        let done = 0
        for (let at = 0; at < outputs.length; at++)
          done += (outputs[at] - lastOutputs[at]) * (outputGradient[at] + lastGradient[at])
        work += done / 2
      } else {
        // In the first step, and after the layout has grown, there are no earlier outputs to
        // compare with.
        lastOutputs = new Float64Array(outputs.length)
        lastGradient = new Float64Array(outputs.length)
      }
      lastOutputs.set(outputs)
      lastGradient.set(outputGradient)
      return work
    },
  }
}
