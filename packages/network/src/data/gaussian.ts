/**
 * Gaussian-like data without view structure, the paper's example where ensembles do not help: every
 * patch is N(0, I) in R^d, and a planted rule gives the label. These data have no features, so that
 * no network can learn only a part of them.
 *
 * Reconstructed: the paper's own Gaussian-like data and labels are not known exactly.
 */

import type { Stream } from '@multiview/tensor'
import { gemm, matrixView, transposedView } from '@multiview/tensor/kernels'
import type { Patches } from './patches.ts'

/** Gaussian samples with their labels. */
export interface GaussianDataset extends Patches {
  /** [N] classes, counted from 0. */
  readonly label: Int32Array
}

/**
 * Scores [N, k] of some samples. The label is the class with the highest score, the first one if
 * several are equal.
 */
export type PlantedRule = (data: Patches) => Float64Array

/**
 * ⟨u_i, Σ_p x_p⟩ for class directions u [k, d].
 *
 * @example
 * const data = { settings: { classes: 2, patches: 1, dimension: 2 }, size: 1, x: new Float64Array([3, 4]) }
 * const scores = linearRule(new Float64Array([1, 0, 0, 1]))(data)
 * [...scores] // [3, 4]
 */
export const linearRule =
  (directions: Float64Array): PlantedRule =>
  ({ settings: { classes, patches, dimension }, size, x }) => {
    const total = new Float64Array(size * dimension)
    for (let n = 0, at = 0; n < size; n++)
      for (let p = 0; p < patches; p++)
        for (let c = 0; c < dimension; c++, at++) total[n * dimension + c] += x[at]
    const scores = new Float64Array(size * classes)
    gemm(
      matrixView(total, size, dimension),
      transposedView(matrixView(directions, classes, dimension)),
      matrixView(scores, size, classes),
    )
    return scores
  }

/**
 * N samples, labelled by the rule. For a rule of the same form as the network, take `denseOutputs`
 * at the weights of a teacher.
 *
 * @throws RangeError unless k ≥ 2, P, d and N are whole numbers of at least 1.
 * @example
 * const rule = linearRule(new Float64Array([1, 0, 0, 1]))
 * drawGaussian({ classes: 2, patches: 1, dimension: 2 }, 5, rule, stream(1, 'data')).label.length // 5
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
