/**
 * Distillation with soft labels (Hinton, Vinyals and Dean, arXiv 1503.02531): the mean over samples
 * of the relative entropy of softmax(G/τ) and softmax(F/τ), for a teacher G and its student F. It
 * is smooth, and convex in F. It is the gradient of a function, unlike the distillation of the
 * paper's theorems (distillation.ts).
 */

import { exp } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'
import { relativeEntropy } from './relative-entropy.ts'

/**
 * @param teacher G [N, k] on the training samples.
 * @param temperature τ: the larger it is, the more the labels say of the classes that the teacher
 *   does not choose.
 * @throws RangeError when the teacher is not rows of k numbers, or τ is not positive and finite.
 */
export const softTargets = (teacher: Float64Array, classes: number, temperature: number): Objective => {
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new RangeError(`softTargets: the temperature is ${temperature}; it must be positive and finite.`)
  const inner = relativeEntropy(softmaxAt(teacher, classes, temperature), classes)
  const scaled = new Float64Array(teacher.length)
  return {
    evaluate(outputs, outputGradient) {
      for (let at = 0; at < scaled.length; at++) scaled[at] = outputs[at] / temperature
      const value = inner.evaluate(scaled, outputGradient)
      for (let at = 0; at < scaled.length; at++) outputGradient[at] /= temperature
      return value
    },
  }
}

/** softmax(G/τ) of every row of k outputs. */
const softmaxAt = (outputs: Float64Array, classes: number, temperature: number): Float64Array => {
  const soft = new Float64Array(outputs.length)
  for (let row = 0; row < outputs.length; row += classes) {
    const of = outputs.subarray(row, row + classes)
    const largest = of.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    soft.set(
      of.map(output => exp((output - largest) / temperature)),
      row,
    )
    const total = soft.subarray(row, row + classes).reduce((a, b) => a + b, 0)
    for (let at = row; at < Math.min(row + classes, soft.length); at++) soft[at] /= total
  }
  return soft
}
