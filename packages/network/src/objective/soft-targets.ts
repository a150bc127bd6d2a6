/**
 * Distillation as practice has it (Hinton, Vinyals and Dean, 2015): T² times the mean of KL(softmax(G/T) ‖ softmax(F/T)). It pulls
 * outputs both up and down, where the paper's step (distillation.ts) only ever raises them. The factor T² keeps the size of the
 * gradient when T changes.
 */

import { exp, log } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'
import { followLayout, type OutputLayout } from './output-layout.ts'
import { sampleWise } from './sample-wise.ts'

/**
 * @param layout where the outputs of student and teacher stand.
 * @param teacher G on the training samples, in that layout as it is now.
 * @param temperature T > 0.
 * @throws RangeError for another temperature.
 */
export const softTargets = (layout: OutputLayout, teacher: Float64Array, temperature: number): Objective => {
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY))
    throw new RangeError(`softTargets: temperature is ${temperature}, must be a positive number`)
  const { size, classes } = layout
  const followed = followLayout(layout, teacher)
  const target = new Float64Array(classes + 1)
  const present = new Float64Array(classes + 1)
  return sampleWise(layout, (n, outputs, gradient) => {
    const given = followed()
    const first = layout.firstSlot[n]
    const slots = layout.firstSlot[n + 1] - first
    const rest = classes - slots
    const restAt = layout.slotClass.length + n
    const logOfTarget = logSoftmax(layout, given, temperature, n, target)
    const logOfPresent = logSoftmax(layout, outputs, temperature, n, present)
    let divergence = 0
    const term = (at: number, output: number, goal: number, count: number): void => {
      const p = target[at]
      gradient[output] = (temperature * (present[at] - p)) / size
      if (p > 0)
        divergence +=
          count * p * (goal / temperature - logOfTarget - (outputs[output] / temperature - logOfPresent))
    }
    for (let at = 0; at < slots; at++) term(at, first + at, given[first + at], 1)
    if (rest > 0) term(slots, restAt, given[restAt], rest)
    return temperature * temperature * divergence
  })
}

/** softmax(F/T) of a sample written over its slots, behind them each one class's part of the rest; gives log Σ exp(F/T). */
const logSoftmax = (
  { classes, firstSlot, slotClass }: OutputLayout,
  outputs: Float64Array,
  temperature: number,
  n: number,
  into: Float64Array,
): number => {
  const first = firstSlot[n]
  const slots = firstSlot[n + 1] - first
  const rest = classes - slots
  let largest = rest > 0 ? outputs[slotClass.length + n] : Number.NEGATIVE_INFINITY
  for (let at = 0; at < slots; at++) largest = Math.max(largest, outputs[first + at])
  let total = 0
  for (let at = 0; at < slots; at++) {
    into[at] = exp((outputs[first + at] - largest) / temperature)
    total += into[at]
  }
  if (rest > 0) {
    into[slots] = exp((outputs[slotClass.length + n] - largest) / temperature)
    total += rest * into[slots]
  }
  for (let at = 0; at <= slots; at++) into[at] /= total
  return log(total) + largest / temperature
}
