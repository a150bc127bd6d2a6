/**
 * One training run on the labels, a pure function of its settings and of the names of its random
 * streams.
 */

import { type RunCheckpoint, train } from '../descent/flow.ts'
import { type Race, raceRecorder } from '../descent/race.ts'
import { fieldOfLabels } from '../objective/sample-field.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import { ownStrength, type ReducedRunOptions, type ReducedSetup, setupOf, type TraineeState } from './run.ts'
import { type ReducedTeacher, teacherOf } from './teacher.ts'

/** A run at some step, with the race so far. */
export type ReducedCheckpoint = RunCheckpoint<TraineeState, Race | null>

export interface ReducedTrainOptions extends ReducedRunOptions<ReducedCheckpoint> {
  /** Records the race of the views before every so many steps; 0, the default, records nothing. */
  readonly raceInterval?: number | undefined
}

/**
 * Trains one network on the cross-entropy, until the settings' loss or number of steps is reached.
 *
 * @throws SettingError for invalid settings, feature noise among them; RangeError when the loss
 * diverges, or for a checkpoint of another model or of another run whose numbers do not fit.
 * @example
 * const settings = { ...regimes.theorems, classes: 4, otherFeatureRate: 1, samples: 24, neurons: 4, maxSteps: 3 }
 * trainReducedModel(settings, { seed: 1, dataset: 'a', initialization: 'b' }).steps // 3
 */
export const trainReducedModel = (
  given: Settings,
  names: RunNames,
  options: ReducedTrainOptions = {},
): ReducedTeacher => {
  const settings = validSettings(given)
  return trainPrepared(settings, setupOf(settings, names), options)
}

/** The same for a prepared network, which is a trained one afterwards. */
export const trainPrepared = (
  settings: Settings,
  setup: ReducedSetup,
  { progress, raceInterval = 0, checkpoint }: ReducedTrainOptions,
): ReducedTeacher => {
  const { data, trainee } = setup
  const flow = trainee.begin(fieldOfLabels(data.label))
  const strength = (): Float64Array => ownStrength(trainee.correlation().own, settings.neurons)
  const race = raceRecorder(raceInterval, strength, checkpoint?.resumeFrom?.record)
  const steps = train<TraineeState, Race | null>(flow, {
    targetLoss: settings.targetLoss,
    maxSteps: settings.maxSteps,
    checkpoint,
    recorded: race.soFar,
    record: (step, loss) => {
      progress?.(step, loss, strength)
      race.record(step)
    },
  })
  const { time, loss } = flow
  return teacherOf(settings, setup, trainee, {
    steps,
    time,
    loss,
    outputs: flow.outputs.slice(),
    race: race.soFar(),
  })
}
