/** One training run of the reduced limit model, a pure function of its settings and of the names of its random streams. */

import { descend } from '../descent/descend.ts'
import { stepRule } from '../descent/step-rule.ts'
import { crossEntropy } from '../objective/cross-entropy.ts'
import { type OutputLayout, relaid, slotOf, visibleLayout } from '../objective/output-layout.ts'
import type { Settings } from '../settings/settings.ts'
import {
  layoutErrors,
  ownStrength,
  type ReducedRun,
  type ReducedTraining,
  reducedTraining,
  startStrength,
} from './reduced-run.ts'
import type { RunNames } from './train.ts'

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

/**
 * Trains one model by full-batch gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings, feature noise among them; RangeError when the loss diverges.
 */
export const trainReducedModel = (
  settings: Settings,
  names: RunNames,
  progress: Progress = () => {},
): ReducedTeacher => {
  const training = reducedTraining(settings, names)
  return descendOnLabels(settings, training, progress)
}

/** Descends on the cross-entropy; the model of `training` is then a trained one. */
export const descendOnLabels = (
  settings: Settings,
  { data, start, model }: ReducedTraining,
  progress: Progress,
): ReducedTeacher => {
  const run = descend(model, crossEntropy(data.label, settings.classes, model.layout), {
    rule: stepRule(settings),
    targetLoss: settings.targetLoss,
    maxSteps: settings.maxSteps,
    record: progress,
  })
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
    time: run.stepSizes.reduce((sum, size) => sum + size, 0),
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

/** The largest output in a slot of `layout` that `shown` does not have. */
const largestBeside = (layout: OutputLayout, outputs: Float64Array, shown: OutputLayout): number => {
  let largest = 0
  for (let n = 0; n < layout.size; n++)
    for (let slot = layout.firstSlot[n]; slot < layout.firstSlot[n + 1]; slot++)
      if (outputs[slot] > largest && slotOf(shown, n, layout.slotClass[slot]) < 0) largest = outputs[slot]
  return largest
}
