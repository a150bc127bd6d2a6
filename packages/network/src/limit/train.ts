/**
 * One training run of the limit model, a pure function of its settings and of the names of its
 * random streams.
 */

import { trainingSetOf } from '../data/training-set.ts'
import { batchOrderOf } from '../descent/batches.ts'
import type { Checkpointing } from '../descent/checkpointing.ts'
import type { DescentCheckpoint } from '../descent/descend.ts'
import type { Progress } from '../descent/progress.ts'
import { type Race, raceRecorder } from '../descent/race.ts'
import { trainOnLabels } from '../descent/train-on-labels.ts'
import { viewStrength } from '../lottery/view-strength.ts'
import { countErrors } from '../objective/errors.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import { limitModelOf } from './model-of.ts'
import { startOf } from './start.ts'

/**
 * The result of a run: all that claims need, without the noise correlations.
 *
 * Usage: `const run: LimitRun = trainLimitModel(settings, names)`
 */
export interface LimitRun {
  readonly steps: number
  readonly loss: number
  /** Training samples that the trained network misclassifies. */
  readonly trainingErrors: number
  /** Λ^{(0)}, [V·k]. */
  readonly initialStrength: Float64Array
  /** Λ at the end, [V·k]. */
  readonly finalStrength: Float64Array
  /** a at the end, [V·k, k·m]. */
  readonly featureCorrelation: Float64Array
  readonly race: Race | null
}

/** The state of a run at some step, with the race so far. */
export type LimitCheckpoint = DescentCheckpoint<Race | null>

export interface TrainOptions {
  /** About how many steps pass between two records of the race of the views; 0 records nothing. */
  readonly raceInterval?: number
  readonly progress?: Progress
  readonly checkpoint?: Checkpointing<LimitCheckpoint> | undefined
}

/**
 * Trains one model by gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings; RangeError when the loss diverges.
 * @example
 * trainLimitModel({ ...regimes.limit, maxSteps: 3 }, { seed: 1, dataset: 'a', initialization: 'b' }).steps // 3
 */
export const trainLimitModel = (
  given: Settings,
  names: RunNames,
  { raceInterval = 0, progress, checkpoint }: TrainOptions = {},
): LimitRun => {
  const settings = validSettings(given)
  const { classes, neurons } = settings
  const data = trainingSetOf(settings, names)
  const start = startOf(settings, names, data)
  const model = limitModelOf(data, settings, start)
  const strength = (): Float64Array => viewStrength(model.featureCorrelation(), classes, neurons)
  const race = raceRecorder(raceInterval, strength, checkpoint?.resumeFrom?.record)
  const run = trainOnLabels<Race | null>(model, data, settings, {
    batchOrder: batchOrderOf(names),
    checkpoint,
    recorded: race.soFar,
    record: (step, loss) => {
      progress?.(step, loss, strength)
      race.record(step)
    },
  })
  const featureCorrelation = model.featureCorrelation()
  return {
    steps: run.steps,
    loss: run.loss,
    trainingErrors: countErrors(run.outputs, data.label),
    initialStrength: viewStrength(start.featureCorrelation, classes, neurons),
    finalStrength: viewStrength(featureCorrelation, classes, neurons),
    featureCorrelation,
    race: race.soFar(),
  }
}
