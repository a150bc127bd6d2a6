/** One training run of the reduced limit model, a pure function of its settings and of the names of its random streams. */

import { type DescentCheckpoint, descend } from '../descent/descend.ts'
import { stepRule } from '../descent/step-rule.ts'
import type { RunNames } from '../limit/train.ts'
import { crossEntropy } from '../objective/cross-entropy.ts'
import type { Settings } from '../settings/settings.ts'
import { courseOf, isOffered, type ReducedCourse } from './course.ts'
import { type MultirateCheckpoint, multirateOnLabels, multirateTraining } from './multirate/train.ts'
import { type ReducedTraining, reducedTraining } from './run.ts'
import type { ReducedState } from './state.ts'
import { type ReducedTeacher, teacherOf } from './teacher.ts'

/** Called before every step. */
type Progress = (step: number, loss: number) => void

/** A run at some step, as plain data: what its names and settings do not say. */
export interface ReducedCheckpoint {
  readonly descent: DescentCheckpoint
  readonly model: ReducedState
}

/**
 * Trains one model by full-batch gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings, feature noise among them; RangeError when the loss diverges, or for a checkpoint of another
 * run whose numbers do not fit.
 */
export const trainReducedModel = <C extends ReducedCheckpoint | MultirateCheckpoint>(
  settings: Settings,
  names: RunNames,
  progress: Progress = () => {},
  course: ReducedCourse<C> = {},
): ReducedTeacher =>
  settings.stepRule === 'multirate'
    ? multirateOnLabels(settings, multirateTraining(settings, names), progress, courseOf(course, true))
    : descendOnLabels(settings, reducedTraining(settings, names), progress, courseOf(course, false))

/** Descends on the cross-entropy; the model of `training` is then a trained one. */
export const descendOnLabels = (
  settings: Settings,
  { data, start, model }: ReducedTraining,
  progress: Progress,
  { checkpoints, from }: ReducedCourse<ReducedCheckpoint>,
): ReducedTeacher => {
  if (from !== undefined) model.restore(from.model)
  const run = descend(model, crossEntropy(data.label, settings.classes, model.layout), {
    rule: stepRule(settings),
    targetLoss: settings.targetLoss,
    maxSteps: settings.maxSteps,
    record: (step, loss, moment) => {
      progress(step, loss)
      if (isOffered(step, checkpoints))
        checkpoints.offer(() => ({ descent: moment.checkpoint(), model: model.state() }))
    },
    ...(from !== undefined && { from: from.descent }),
  })
  return teacherOf(settings, { data, start }, model, {
    ...run,
    time: run.stepSizes.reduce((sum, size) => sum + size, 0),
  })
}
