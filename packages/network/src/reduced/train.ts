/**
 * One training run of the reduced limit model, a pure function of its settings and of the names of
 * its random streams.
 */

import type { DescentCheckpoint } from '../descent/descend.ts'
import type { Race } from '../descent/race.ts'
import { trainOnLabels } from '../descent/train-on-labels.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import { checkpointingOf } from './checkpointing-of-rule.ts'
import { type MultirateCheckpoint, multirateTraining, trainMultirate } from './multirate/train.ts'
import { raceRecorder } from './race.ts'
import { ownStrength, type RacedRunOptions, type ReducedTraining, reducedTraining } from './run.ts'
import type { ReducedState } from './state.ts'
import { type ReducedTeacher, teacherOf } from './teacher.ts'

/** A run at steps that all weights share, at some step. */
export interface ReducedCheckpoint {
  readonly descent: DescentCheckpoint
  readonly model: ReducedState
  /** The race so far; null if none is recorded. */
  readonly race: Race | null
}

/** Its states are those of the step rule of the run. */
export type ReducedTrainOptions = RacedRunOptions<ReducedCheckpoint | MultirateCheckpoint>

/**
 * Trains one model by full-batch gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings, feature noise among them; RangeError when the loss
 * diverges, or for a checkpoint of another step rule or of another run whose numbers do not fit.
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
  if (settings.stepRule === 'multirate') {
    const checkpoint = checkpointingOf('multirate', options.checkpoint)
    return trainMultirate(settings, multirateTraining(settings, names), { ...options, checkpoint })
  }
  const checkpoint = checkpointingOf('common', options.checkpoint)
  return trainPrepared(settings, reducedTraining(settings, names), { ...options, checkpoint })
}

/** The same for a prepared model, which is a trained one afterwards. */
export const trainPrepared = (
  settings: Settings,
  { data, start, model }: ReducedTraining,
  { progress, raceInterval = 0, checkpoint }: RacedRunOptions<ReducedCheckpoint>,
): ReducedTeacher => {
  const race = raceRecorder(raceInterval, model, settings.neurons, checkpoint?.resumeFrom?.race)
  if (checkpoint?.resumeFrom !== undefined) model.restore(checkpoint.resumeFrom.model)
  const run = trainOnLabels<Omit<ReducedCheckpoint, 'descent'>>(model, data, settings, {
    record: (step, loss) => {
      progress?.(step, loss, () => ownStrength(model.correlation().own, settings.neurons))
      race.record(step)
    },
    checkpoint,
    state: () => ({ model: model.state(), race: race.soFar() }),
  })
  return teacherOf(settings, { data, start }, model, {
    ...run,
    time: run.stepSizes.reduce((sum, size) => sum + size, 0),
    race: race.soFar(),
  })
}
