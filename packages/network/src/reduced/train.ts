/** One training run of the reduced limit model, a pure function of its settings and of the names of its random streams. */

import { type DescentCheckpoint, descend } from '../descent/descend.ts'
import { stepRule } from '../descent/step-rule.ts'
import type { RunNames } from '../limit/train.ts'
import { crossEntropy } from '../objective/cross-entropy.ts'
import { type OutputLayout, relaid, slotOf, visibleLayout } from '../objective/output-layout.ts'
import type { Settings } from '../settings/settings.ts'
import type { ReducedModel } from './model.ts'
import type { MultirateState } from './multirate/state.ts'
import { multirateOnLabels, multirateTraining } from './multirate/train.ts'
import {
  layoutErrors,
  ownStrength,
  type ReducedRun,
  type ReducedSetup,
  type ReducedTraining,
  reducedTraining,
  startStrength,
} from './run.ts'
import type { ReducedState } from './state.ts'

/** A run that may teach: with its outputs on the training set. */
export interface ReducedTeacher extends ReducedRun {
  /**
   * F on the training samples, in the slots of the classes that each shows (`visibleLayout`). The others' are left out: 0 but for
   * promoted neurons.
   */
  readonly outputs: Float64Array
  /** The largest output of a class that the sample does not show: no student hears of it. */
  readonly largestUnshown: number
}

/** Called before every step. */
type Progress = (step: number, loss: number) => void

/** A run at some step, as plain data: what its names and settings do not say. */
export interface ReducedCheckpoint {
  readonly descent: DescentCheckpoint
  readonly model: ReducedState
}

/** A run with the step rule `multirate` at some step, as plain data. */
export interface MultirateCheckpoint {
  /** Rounds so far. */
  readonly steps: number
  readonly model: MultirateState
}

/** Where a run may leave off, and where it goes on. */
export interface ReducedCourse<C> {
  /** Is offered a checkpoint before every `every` steps, which costs as much as some steps to gather. */
  readonly checkpoints?: { readonly every: number; readonly offer: (gather: () => C) => void }
  /** Goes on from here: the same settings and names then end at the same bits as without the interruption. */
  readonly from?: C
}

/**
 * Trains one model by full-batch gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings, feature noise among them; RangeError when the loss diverges, or for a checkpoint of another
 * run whose numbers do not fit.
 */
export const trainReducedModel = (
  settings: Settings,
  names: RunNames,
  progress: Progress = () => {},
  course: ReducedCourse<ReducedCheckpoint | MultirateCheckpoint> = {},
): ReducedTeacher =>
  settings.stepRule === 'multirate'
    ? multirateOnLabels(
        settings,
        multirateTraining(settings, names),
        progress,
        course as ReducedCourse<MultirateCheckpoint>,
      )
    : descendOnLabels(
        settings,
        reducedTraining(settings, names),
        progress,
        course as ReducedCourse<ReducedCheckpoint>,
      )

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

/** What remains of a run that is over. */
export const teacherOf = (
  settings: Settings,
  { data, start }: Pick<ReducedSetup, 'data' | 'start'>,
  model: Pick<ReducedModel, 'layout' | 'correlation' | 'certificate'>,
  run: Pick<ReducedRun, 'steps' | 'time' | 'loss'> & { readonly outputs: Float64Array },
): ReducedTeacher => {
  // Before the certificate, which may promote a neuron and with it change the layout.
  const trainingErrors = layoutErrors(model.layout, run.outputs, data.label)
  const shown = visibleLayout(data)
  const outputs = relaid(model.layout, run.outputs, shown)
  const largestUnshown = largestBeside(model.layout, run.outputs, shown)
  const correlation = model.correlation()
  const certificate = model.certificate()
  return {
    ...correlation,
    steps: run.steps,
    time: run.time,
    loss: run.loss,
    trainingErrors,
    initialStrength: startStrength(start, settings.classes),
    strength: ownStrength(correlation.own, settings.neurons),
    certificate,
    largestIdle: certificate.largestIdle,
    outputs,
    largestUnshown,
  }
}

/** Whether a checkpoint is offered before a step. */
export const isOffered = <Offers extends { readonly every: number }>(
  step: number,
  checkpoints: Offers | undefined,
): checkpoints is Offers => checkpoints !== undefined && step > 0 && step % checkpoints.every === 0

/** The largest output in a slot of `layout` that `shown` does not have. */
const largestBeside = (layout: OutputLayout, outputs: Float64Array, shown: OutputLayout): number => {
  let largest = 0
  for (let n = 0; n < layout.size; n++)
    for (let slot = layout.firstSlot[n]; slot < layout.firstSlot[n + 1]; slot++)
      if (outputs[slot] > largest && slotOf(shown, n, layout.slotClass[slot]) < 0) largest = outputs[slot]
  return largest
}
