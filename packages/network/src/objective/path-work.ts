/**
 * The work against the field of an objective along the path of outputs, Σ_t ⟨F_{t+1} − F_t, (∇_t +
 * ∇_{t+1})/2⟩ from 0 on. For the gradient of a function this is the change of the function, to
 * second order. It rises after a step that was too long, and a step rule needs this. It is also
 * defined for an objective whose gradient is not the gradient of a function.
 */

export interface PathWork {
  /** Continues the path to these outputs, with the gradient at them. @returns the work so far. */
  add(outputs: Float64Array, outputGradient: Float64Array): number
  /** The work so far. */
  sum(): number
  /** Resumes a path that has done this work, at the outputs of the next `add`. */
  restore(work: number): void
}

/** The work along one path. */
export const pathWork = (): PathWork => {
  let lastOutputs = new Float64Array(0)
  let lastGradient = new Float64Array(0)
  let work = 0
  return {
    add: (outputs, outputGradient) => {
      if (lastOutputs.length === outputs.length) {
        let done = 0
        for (let at = 0; at < outputs.length; at++)
          done += (outputs[at] - lastOutputs[at]) * (outputGradient[at] + lastGradient[at])
        work += done / 2
      } else {
        // There are no earlier outputs to compare with.
        lastOutputs = new Float64Array(outputs.length)
        lastGradient = new Float64Array(outputs.length)
      }
      lastOutputs.set(outputs)
      lastGradient.set(outputGradient)
      return work
    },
    sum: () => work,
    restore: before => {
      work = before
      lastOutputs = new Float64Array(0)
    },
  }
}
