/**
 * Gaussian-like data without view structure: every patch is N(0, I) in R^d, and a planted rule gives the label.
 * No feature is there to be present or missing, so that there is nothing of which one network could learn a part.
 *
 * Reconstructed: the paper's own Gaussian-like data and labels are not known word for word.
 */

import type { Stream } from '@multiview/tensor'
import { gemm } from '@multiview/tensor/kernels'
import type { Patches } from './patches.ts'

/** Gaussian samples with their labels. */
export interface GaussianDataset extends Patches {
  /** [N] classes, counted from 0. */
  readonly label: Int32Array
}

/** Scores [N, k] of some samples; the label is the class with the highest, the first of equals. */
export type PlantedRule = (data: Patches) => Float64Array

/** ⟨u_i, Σ_p x_p⟩ for class directions u [k, d]. */
export const linearRule =
  (directions: Float64Array): PlantedRule =>
  ({ settings: { classes, patches, dimension }, size, x }) => {
    const total = new Float64Array(size * dimension)
    for (let n = 0, at = 0; n < size; n++)
      for (let p = 0; p < patches; p++)
        for (let c = 0; c < dimension; c++, at++) total[n * dimension + c] += x[at]
    const scores = new Float64Array(size * classes)
    gemm(size, classes, dimension, total, 0, dimension, 1, directions, 0, 1, dimension, scores, 0, classes, 1)
    return scores
  }

/**
 * N samples, labelled by the rule. For a rule of the network's own shape take `denseOutputs` at the weights of a teacher.
 *
 * @throws RangeError unless k ≥ 2, P, d and N are whole numbers of at least 1.
 */
export const drawGaussian = (
  settings: Patches['settings'],
  size: number,
  rule: PlantedRule,
  random: Stream,
): GaussianDataset => {
  const { classes, patches, dimension } = settings
  if (![classes - 1, patches, dimension, size].every(count => Number.isInteger(count) && count >= 1))
    throw new RangeError(
      `drawGaussian: k = ${classes}, P = ${patches}, d = ${dimension}, N = ${size} must be whole numbers of at least 1, k of at least 2.`,
    )
  const data: Patches = {
    settings,
    size,
    x: random.fillNormal(new Float64Array(size * patches * dimension)),
  }
  const scores = rule(data)
  const label = Int32Array.from({ length: size }, (_, n) => {
    let best = 0
    for (let i = 1; i < classes; i++) if (scores[n * classes + i] > scores[n * classes + best]) best = i
    return best
  })
  return { ...data, label }
}
