/**
 * Knowledge distillation of the paper, (4.3) and (4.4) (reconstructed): with truncated temperature
 * logits p_i^τ(F, X) = exp(min{τ²F_i(X), 1}/τ) / Σ_j exp(min{τ²F_j(X), 1}/τ), a step adds −η' E[Σ_i
 * [p_i^τ(F, X) − p_i^τ(G, X)]^− ∇_w F_i(X)], [a]^− = min{a, 0}: it only raises outputs of the
 * student F towards its teacher G.
 *
 * As an objective its gradient is ∂/∂F_i(X_n) = [p_i^τ(F) − p_i^τ(G)]^− / N. This is not the
 * gradient of a function. The value is the quantity that it drives to 0: the mean of Σ_i [p_i^τ(G)
 * − p_i^τ(F)]^+, the total variation distance between teacher and student.
 */

import { exp } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'
import { followLayout, type OutputLayout, outputCount } from './output-layout.ts'
import { type SampleTerm, sampleWise } from './sample-wise.ts'

export interface DistillationOptions {
  /** τ; the paper's is 1/log² k. */
  readonly temperature: number
  /**
   * Whether the truncation's derivative is kept: where τ²F_i ≥ 1 the gradient of an output is then
   * 0. The reconstructed step has ∇F_i there as well. Without this mask, outputs may grow without
   * bound on samples in which the teacher knows fewer classes.
   */
  readonly masked: boolean
}

/** exp((min{τ²F, 1} − 1)/τ): at most 1, and the shift cancels in p^τ. */
const weightAt = (temperature: number): ((output: number) => number) => {
  const square = temperature * temperature
  return output => {
    const truncated = square * output
    return truncated < 1 ? exp((truncated - 1) / temperature) : 1
  }
}

/**
 * @param layout the layout of the outputs of student and teacher.
 * @param teacher G on the training samples, scaled by its Θ~(1) factor, in the present layout.
 */
export const distillation = (
  layout: OutputLayout,
  teacher: Float64Array,
  options: DistillationOptions,
): Objective => sampleWise(layout, distillationTerm(layout, teacher, options))

/**
 * Σ_i [p_i^τ(G) − p_i^τ(F)]^+ of one sample, with the gradient of `distillation`. Its curvature is
 * the slope of that gradient: τ p_i^τ(1 − p_i^τ)/N if an output is pushed and below the truncation,
 * else 0.
 */
export const distillationTerm = (
  layout: OutputLayout,
  teacher: Float64Array,
  { temperature, masked }: DistillationOptions,
): SampleTerm => {
  const { size, classes } = layout
  const ceiling = 1 / (temperature * temperature)
  // The teacher's outputs are the same at every step.
  const targets = followLayout(layout, teacher, outputs => truncatedSoftmax(layout, outputs, temperature))
  const weight = weightAt(temperature)
  /**
   * […, 2] the outputs, and their weights. At first the outputs are NaN, which equals nothing.
   */
  const kept = followLayout(layout, new Float64Array(outputCount(layout)), ({ length }) =>
    new Float64Array(2 * length).fill(Number.NaN),
  )
  return (n, outputs, gradient, curvature, first, restAt) => {
    const { firstSlot, slotClass } = layout
    const weights = kept()
    const target = targets()
    const row = firstSlot[n]
    const width = firstSlot[n + 1] - row
    const end = first + width
    const rest = classes - width
    let total = 0
    for (let at = first, of = 2 * row; at < end; at++, of += 2) {
      if (outputs[at] !== weights[of]) {
        weights[of] = outputs[at]
        weights[of + 1] = weight(outputs[at])
      }
      total += weights[of + 1]
    }
    let ofRest = 0
    if (rest > 0) {
      const of = 2 * (slotClass.length + n)
      if (outputs[restAt] !== weights[of]) {
        weights[of] = outputs[restAt]
        weights[of + 1] = weight(outputs[restAt])
      }
      ofRest = weights[of + 1]
    }
    total += rest * ofRest
    let distance = 0
    for (let at = first, of = row; at < end; at++, of++) {
      const p = weights[2 * of + 1] / total
      const lack = target[of] - p
      const isBelow = outputs[at] < ceiling
      gradient[at] = lack > 0 && (isBelow || !masked) ? -lack / size : 0
      if (lack > 0) distance += lack
      if (curvature !== undefined)
        curvature[at] = lack > 0 && isBelow ? (temperature * p * (1 - p)) / size : 0
    }
    if (rest > 0) {
      const lack = target[slotClass.length + n] - ofRest / total
      gradient[restAt] = lack > 0 && (outputs[restAt] < ceiling || !masked) ? -lack / size : 0
      if (lack > 0) distance += rest * lack
    }
    return distance
  }
}

/**
 * p^τ of all samples: soft labels, in the layout of the outputs. The value of the rest is p^τ of a
 * single class of it.
 *
 * @param outputs G, scaled by its Θ~(1) factor.
 * @example
 * const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })
 * const layout = visibleLayout(data)
 * const outputs = new Float64Array(layout.slotClass.length + data.size)
 * truncatedSoftmax(layout, outputs, 1)[0] // 0.1
 */
export const truncatedSoftmax = (
  layout: OutputLayout,
  outputs: Float64Array,
  temperature: number,
): Float64Array => {
  const { size, classes, firstSlot, slotClass } = layout
  const soft = new Float64Array(outputs.length)
  const weight = weightAt(temperature)
  for (let n = 0; n < size; n++) {
    const first = firstSlot[n]
    const end = firstSlot[n + 1]
    const restAt = slotClass.length + n
    const rest = classes - (end - first)
    let total = 0
    for (let at = first; at < end; at++) {
      soft[at] = weight(outputs[at])
      total += soft[at]
    }
    const ofRest = rest > 0 ? weight(outputs[restAt]) : 0
    total += rest * ofRest
    for (let at = first; at < end; at++) soft[at] /= total
    if (restAt < soft.length) soft[restAt] = ofRest / total
  }
  return soft
}
