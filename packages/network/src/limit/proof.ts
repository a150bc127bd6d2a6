/** The quantities of the proof, measured on a limit model in training. */

import type { Dataset } from '../data/dataset.ts'
import { measureProof, type ProofRecord } from '../descent/proof-record.ts'
import type { LimitModel } from './model.ts'
import { watchLimit } from './watch.ts'

/**
 * Prepares the measurement of the proof's quantities before a step: correlations, noise memory,
 * losses and margins of the present weights.
 *
 * @returns a function of the step, the time, the loss and the outputs F [N, k] that `record` of
 * `descend` is given.
 *
 * Usage: `const measure = limitProof(model, data)`, then in `record`:
 * `records.push(measure({ step, time, loss }, outputs))`.
 */
export const limitProof = (
  model: LimitModel,
  data: Dataset,
): ((at: Pick<ProofRecord, 'step' | 'time' | 'loss'>, outputs: Float64Array) => ProofRecord) => {
  const watched = watchLimit(model, data)
  return (at, outputs) => measureProof(watched, at, outputs)
}
