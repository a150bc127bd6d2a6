/** Training on the labels at a step for each class. */

import type { Race } from '../../descent/race.ts'
import { crossEntropyTerm } from '../../objective/cross-entropy.ts'
import type { RunNames } from '../../settings/run-names.ts'
import type { Settings } from '../../settings/settings.ts'
import { raceRecorder } from '../race.ts'
import { ownStrength, type RacedRunOptions, type ReducedSetup, reducedSetup } from '../run.ts'
import { type ReducedTeacher, teacherOf } from '../teacher.ts'
import { weightedTerms } from './field.ts'
import { type MultirateModel, multirateModel } from './model.ts'
import type { MultirateState } from './state.ts'

/** A run with the step rule `multirate` at some step. */
export interface MultirateCheckpoint {
  /** The number of rounds so far. */
  readonly steps: number
  readonly model: MultirateState
  /** The race so far; null if none is recorded. */
  readonly race: Race | null
}

/** A multirate model ready to be trained, with what it is made of. */
export interface MultirateTraining extends ReducedSetup {
  readonly model: MultirateModel
}

/** @throws SettingError for settings that are invalid or that the reduced model does not have. */
export const multirateTraining = (settings: Settings, names: RunNames): MultirateTraining => {
  const setup = reducedSetup(settings, names)
  const { data, start, rows } = setup
  return { ...setup, model: multirateModel(data, settings, settings.stepTolerance, start, rows) }
}

/**
 * Descends on the cross-entropy; the model of `training` is then a trained one. A step is a round
 * of as many moves of blocks as there are classes.
 */
export const trainMultirate = (
  settings: Settings,
  { data, start, model }: MultirateTraining,
  { progress, raceInterval = 0, checkpoint }: RacedRunOptions<MultirateCheckpoint>,
): ReducedTeacher => {
  const field = () =>
    weightedTerms(model.layout, [[1, crossEntropyTerm(data.label, settings.classes, model.layout)]])
  const from = checkpoint?.resumeFrom
  if (from === undefined) model.begin(field())
  else model.restore(from.model, field)
  const race = raceRecorder(raceInterval, model, settings.neurons, from?.race)
  let steps = from?.steps ?? 0
  for (let moving = true; ; steps++) {
    const loss = model.loss()
    if (checkpoint?.isDue(steps)) checkpoint.save({ steps, model: model.state(), race: race.soFar() })
    progress?.(steps, loss, () => ownStrength(model.correlation().own, settings.neurons))
    race.record(steps)
    const isLast = !moving || steps >= settings.maxSteps
    if (isLast || loss <= settings.targetLoss) {
      model.settle()
      if (isLast || model.loss() <= settings.targetLoss) break
    }
    moving = model.round(Number.POSITIVE_INFINITY)
  }
  return teacherOf(settings, { data, start }, model, {
    steps,
    time: model.time,
    loss: model.loss(),
    outputs: model.outputs().slice(),
    race: race.soFar(),
  })
}
