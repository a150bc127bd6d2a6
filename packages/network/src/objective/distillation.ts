/**
 * Knowledge distillation as the paper has it, (4.3) and (4.4) (reconstructed): with truncated temperature logits
 * p_i^τ(F, X) = exp(min{τ²F_i(X), 1}/τ) / Σ_j exp(min{τ²F_j(X), 1}/τ), a step adds
 * −η' E[Σ_i [p_i^τ(F, X) − p_i^τ(G, X)]^− ∇_w F_i(X)], [a]^− = min{a, 0}: it only ever raises outputs of the student F
 * towards its teacher G.
 *
 * As an objective its gradient is ∂/∂F_i(X_n) = [p_i^τ(F) − p_i^τ(G)]^− / N. That is the gradient of no function; the value
 * that goes with it is what it drives to 0, the mean of Σ_i [p_i^τ(G) − p_i^τ(F)]^+, the total variation distance between
 * teacher and student.
 */

import { exp } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'
import { type OutputLayout, relaid } from './output-layout.ts'

export interface DistillationOptions {
  /** τ; the paper's is 1/log² k. */
  readonly temperature: number
  /**
   * Whether the truncation's derivative is kept: where τ²F_i ≥ 1 an output is then pushed no more. The step as reconstructed
   * has ∇F_i there as well; without the mask outputs may grow without end on samples whose teacher sees fewer classes.
   */
  readonly masked: boolean
}

/** p^τ of outputs in a layout; the rest of a sample shares the last entries, each one class's part. */
export const truncatedSoftmax = (
  layout: OutputLayout,
  outputs: Float64Array,
  temperature: number,
  into: Float64Array = new Float64Array(outputs.length),
): Float64Array => {
  const { size, classes, firstSlot, slotClass } = layout
  const slots = slotClass.length
  // exp((min{τ²F, 1} − 1)/τ) is at most 1, and the shift cancels.
  const weightOf = (output: number): number => {
    const truncated = temperature * temperature * output
    return truncated < 1 ? exp((truncated - 1) / temperature) : 1
  }
  const atZero = weightOf(0)
  for (let n = 0; n < size; n++) {
    const end = firstSlot[n + 1]
    const rest = classes - (end - firstSlot[n])
    let total = 0
    for (let at = firstSlot[n]; at < end; at++) {
      const output = outputs[at]
      into[at] = output === 0 ? atZero : weightOf(output)
      total += into[at]
    }
    if (rest > 0) {
      into[slots + n] = weightOf(outputs[slots + n])
      total += rest * into[slots + n]
      into[slots + n] /= total
    }
    for (let at = firstSlot[n]; at < end; at++) into[at] /= total
  }
  return into
}

/**
 * @param layout where the outputs of student and teacher stand.
 * @param teacher G on the training samples, scaled by its Θ~(1) factor, in that layout.
 */
export const distillation = (
  layout: OutputLayout,
  teacher: Float64Array,
  { temperature, masked }: DistillationOptions,
): Objective => {
  const { size, classes } = layout
  const ceiling = 1 / (temperature * temperature)
  const teacherLayout = { ...layout }
  let target = truncatedSoftmax(layout, teacher, temperature)
  let present = new Float64Array(target.length)
  let laidFor = layout.slotClass
  return {
    evaluate(outputs, outputGradient) {
      const { firstSlot, slotClass } = layout
      const slots = slotClass.length
      if (laidFor !== slotClass) {
        target = truncatedSoftmax(layout, relaid(teacherLayout, teacher, layout), temperature)
        present = new Float64Array(target.length)
        laidFor = slotClass
      }
      truncatedSoftmax(layout, outputs, temperature, present)
      let distance = 0
      const push = (at: number): number => {
        const lack = target[at] - present[at]
        const raised = lack > 0 && !(masked && outputs[at] >= ceiling)
        outputGradient[at] = raised ? -lack / size : 0
        return lack > 0 ? lack : 0
      }
      for (let n = 0; n < size; n++) {
        const end = firstSlot[n + 1]
        for (let at = firstSlot[n]; at < end; at++) distance += push(at)
        const rest = classes - (end - firstSlot[n])
        if (rest > 0) distance += rest * push(slots + n)
      }
      return distance / size
    },
  }
}
