/**
 * One training run of the dense model, a pure function of its settings and of the names of its
 * random streams.
 */

import { stream } from '@multiview/tensor'
import type { DenseDataset } from '../data/dense.ts'
import { denseTrainingSetOf } from '../data/training-set.ts'
import { batchOrderOf } from '../descent/batches.ts'
import type { Checkpointing } from '../descent/checkpointing.ts'
import type { DescentCheckpoint } from '../descent/descend.ts'
import type { Progress } from '../descent/progress.ts'
import { trainOnLabels } from '../descent/train-on-labels.ts'
import { viewStrength } from '../lottery/view-strength.ts'
import { countErrors } from '../objective/errors.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { DenseSettings, Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import { featureCorrelations } from './correlations.ts'
import { denseModel, drawDenseWeights } from './model.ts'

/** The result of a dense run. */
export interface DenseRun {
  readonly steps: number
  readonly loss: number
  /** Training samples that the trained network misclassifies. */
  readonly trainingErrors: number
  /** Λ^{(0)}, [V·k]. */
  readonly initialStrength: Float64Array
  /** Λ at the end, [V·k]. */
  readonly finalStrength: Float64Array
  /** w at the end, [k, m, d]. */
  readonly weights: Float64Array
}

export interface DenseTrainOptions {
  readonly progress?: Progress
  readonly checkpoint?: Checkpointing<DescentCheckpoint> | undefined
}

/**
 * The weights that a run starts from, [k, m, d].
 *
 * @example
 * const settings = { ...regimes.dense, dimension: 24 }
 * denseWeightsOf(settings, { seed: 1, initialization: 'b' }).length // 1440
 */
export const denseWeightsOf = (
  settings: Settings & DenseSettings,
  { seed, initialization }: Pick<RunNames, 'seed' | 'initialization'>,
): Float64Array => drawDenseWeights(settings.classes, settings, stream(seed, 'weights', initialization))

/**
 * Trains one dense model by gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings; RangeError when the loss diverges.
 * @example
 * const settings = { ...regimes.dense, dimension: 24, samples: 10, maxSteps: 2 }
 * trainDenseModel(settings, { seed: 1, dataset: 'a', initialization: 'b' }).steps // 2
 */
export const trainDenseModel = (
  given: Settings & DenseSettings,
  names: RunNames,
  { progress, checkpoint }: DenseTrainOptions = {},
  drawn?: DenseDataset,
): DenseRun => {
  const settings = validSettings(given, ['dense'])
  const data = drawn ?? denseTrainingSetOf(settings, names)
  const { classes, neurons, dimension } = settings
  const start = denseWeightsOf(settings, names)
  const model = denseModel(data, settings, start)
  const strengthOf = (w: Float64Array): Float64Array =>
    viewStrength(featureCorrelations(data.features, w, dimension), classes, neurons)
  const run = trainOnLabels(model, data, settings, {
    batchOrder: batchOrderOf(names),
    checkpoint,
    record: progress && ((step, loss) => progress(step, loss, () => strengthOf(model.weights()))),
  })
  const weights = model.weights()
  return {
    steps: run.steps,
    loss: run.loss,
    trainingErrors: countErrors(run.outputs, data.label),
    initialStrength: strengthOf(start),
    finalStrength: strengthOf(weights),
    weights,
  }
}
