/**
 * One training run of the reduced limit model, a pure function of its settings and of the names of
 * its random streams.
 */

import type { Checkpointing } from '../descent/checkpointing.ts'
import type { DescentCheckpoint } from '../descent/descend.ts'
import { trainOnLabels } from '../descent/train-on-labels.ts'
import { countErrors } from '../objective/errors.ts'
import { type OutputLayout, relaid, slotOf, visibleLayout } from '../objective/output-layout.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import { ownStrength, type ReducedRun, type ReducedTraining, reducedTraining, startStrength } from './run.ts'
import type { ReducedState } from './state.ts'

/**
 * A run that may teach: with its outputs on the training set.
 *
 * Usage: `const { outputs }: ReducedTeacher = trainReducedModel(settings, names)`
 */
export interface ReducedTeacher extends ReducedRun {
  /**
   * F on the training samples, in the slots of the classes that each shows (`visibleLayout`). The
   * others' are left out: 0 but for promoted neurons.
   */
  readonly outputs: Float64Array
  /**
   * The largest output of a class that the sample does not show: a student does not learn from it.
   */
  readonly largestUnshown: number
}

/** A run at some step. */
export interface ReducedCheckpoint {
  readonly descent: DescentCheckpoint
  readonly model: ReducedState
}

export interface ReducedTrainOptions<S = ReducedCheckpoint> {
  /** Called before every step. */
  readonly progress?: ((step: number, loss: number) => void) | undefined
  readonly checkpoint?: Checkpointing<S> | undefined
}

/**
 * Trains one model by full-batch gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings, feature noise among them; RangeError when the loss
 * diverges, or for a checkpoint of another run whose numbers do not fit.
 * @example
 * const settings = { ...regimes.distillation, classes: 4, otherFeatureRate: 1, samples: 24, neurons: 4, maxSteps: 3 }
 * trainReducedModel(settings, { seed: 1, dataset: 'a', initialization: 'b' }).steps // 3
 */
export const trainReducedModel = (
  given: Settings,
  names: RunNames,
  options: ReducedTrainOptions = {},
): ReducedTeacher => {
  const settings = validSettings(given)
  return trainPrepared(settings, reducedTraining(settings, names), options)
}

/** The same for a model that is ready; it is then a trained one. */
export const trainPrepared = (
  settings: Settings,
  { data, start, model }: ReducedTraining,
  { progress, checkpoint }: ReducedTrainOptions,
): ReducedTeacher => {
  if (checkpoint?.resumeFrom !== undefined) model.restore(checkpoint.resumeFrom.model)
  const run = trainOnLabels(model, data, settings, {
    record: progress,
    checkpoint,
    state: () => ({ model: model.state() }),
  })
  // Before the certificate, which may promote a neuron and with it change the layout.
  const trainingErrors = countErrors(run.outputs, data.label, model.layout)
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
