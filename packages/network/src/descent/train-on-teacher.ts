/** Trains any model on the outputs of a teacher in place of the labels. */

import { softTargets } from '../objective/soft-targets.ts'
import type { TrainingSettings } from '../settings/settings.ts'
import type { DescentOptions, DescentRun } from './descend.ts'
import type { Model } from './model.ts'
import { trainOnObjective } from './train-on-labels.ts'

/**
 * Full-batch gradient descent on the mean relative entropy of softmax(G/τ) and softmax(F/τ), until
 * it is at most the settings' loss, or until their number of steps is reached. This is the
 * distillation of Hinton, Vinyals and Dean (arXiv 1503.02531).
 *
 * @param teacher G [N, k] on the samples of the model, in the same order.
 * @param temperature τ, positive.
 * @throws RangeError when the teacher is not [N, k], τ is not positive and finite, or the model has
 *   a layout of its own.
 * @example
 * const { limit } = regimes
 * const data = trainingSetOf(limit, { seed: 1, dataset: 'a' })
 * const start = startOf(limit, { seed: 1, dataset: 'a', initialization: 'b' }, data)
 * const student = tangentModel(tangentFeatures(data, limit, start))
 * trainOnTeacher(student, new Float64Array(1200), 1, limit).steps // 0
 */
export const trainOnTeacher = (
  model: Model,
  teacher: Float64Array,
  temperature: number,
  training: TrainingSettings,
  options: Pick<DescentOptions, 'record'> = {},
): DescentRun => {
  const { size, classes, layout } = model
  if (layout !== undefined)
    throw new RangeError('trainOnTeacher: the model has a layout of its own; its outputs must be [N, k].')
  if (teacher.length !== size * classes)
    throw new RangeError(
      `trainOnTeacher: the teacher has ${teacher.length} outputs; a model of [${size}, ${classes}] takes ${size * classes}.`,
    )
  return trainOnObjective(model, softTargets(teacher, classes, temperature), training, options)
}
