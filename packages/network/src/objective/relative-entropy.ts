/**
 * The mean relative entropy of softmax(F) and soft labels t: L = (1/N) Σ_n Σ_i t_i log(t_i / p_i).
 * Its gradient is that of the cross-entropy with soft labels, from which it differs by the entropy
 * of the labels, a constant. So it is 0 if every softmax equals its label, and equal to
 * `crossEntropy` if every label is one class.
 */

import { exp, log } from '@multiview/tensor/math'
import type { Objective } from './objective.ts'
import { denseLayout } from './output-layout.ts'
import { sampleWise } from './sample-wise.ts'

/**
 * @param label [N, k] the probability of each class; those of a sample sum to 1.
 * @throws RangeError when the labels are not rows of k numbers.
 * @example
 * const gradient = new Float64Array(2)
 * relativeEntropy(new Float64Array([0.5, 0.5]), 2).evaluate(new Float64Array([3, 3]), gradient) // 0
 * [...gradient] // [0, 0]
 */
export const relativeEntropy = (label: Float64Array, classes: number): Objective => {
  const size = label.length / classes
  if (!(Number.isInteger(size) && size > 0))
    throw new RangeError(`relativeEntropy: ${label.length} numbers are no rows of ${classes}.`)
  const shares = new Float64Array(classes)
  return sampleWise(denseLayout(size, classes), (n, outputs, gradient) => {
    const row = n * classes
    let largest = outputs[row]
    for (let i = 1; i < classes; i++) if (outputs[row + i] > largest) largest = outputs[row + i]
    let whole = 0
    for (let i = 0; i < classes; i++) {
      shares[i] = exp(outputs[row + i] - largest)
      whole += shares[i]
    }
    const logWhole = log(whole)
    let term = 0
    for (let i = 0; i < classes; i++) {
      const t = label[row + i]
      if (t === 0) {
        gradient[row + i] = shares[i] / (whole * size)
        continue
      }
      // p − t from the shares of the others, since 1 − p would lose digits near p = 1.
      let others = 0
      for (let j = 0; j < classes; j++) if (j !== i) others += shares[j]
      gradient[row + i] = ((1 - t) * shares[i] - t * others) / (whole * size)
      term += t * (log(t) - (outputs[row + i] - largest) + logWhole)
    }
    return term
  })
}
