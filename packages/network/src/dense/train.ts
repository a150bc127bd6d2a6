/** One training run of the dense model, a pure function of its settings and of the names of its random streams. */

import { stream } from '@multiview/tensor'
import { type DenseDataset, drawDenseTrainingSet } from '../data/dense.ts'
import { drawFeatures } from '../data/features.ts'
import { type ObservedOptions, observedDescent } from '../descent/observed-descent.ts'
import type { ProofRecord } from '../descent/proof-record.ts'
import { watchDense } from '../descent/watched.ts'
import type { RunNames } from '../limit/train.ts'
import { viewStrength } from '../lottery/view-strength.ts'
import { errorsOf } from '../objective/errors.ts'
import type { DenseSettings, Settings } from '../settings/settings.ts'
import { featureCorrelations } from './correlations.ts'
import { denseModel, drawDenseWeights } from './model.ts'

/** What remains of a dense run. */
export interface DenseRun {
  readonly steps: number
  readonly loss: number
  /** Training samples that the trained network gets wrong. */
  readonly trainingErrors: number
  /** Λ^{(0)}, [2k]. */
  readonly initialStrength: Float64Array
  /** Λ at the end, [2k]. */
  readonly finalStrength: Float64Array
  /** w at the end, [k, m, d]. */
  readonly weights: Float64Array
  /** The proof's quantities along the run, where `recordSteps` asked for them. */
  readonly records?: readonly ProofRecord[]
}

/** The training set of a run; its table of patches is that of the limit run of the same names. */
export const denseTrainingSetOf = (
  settings: Settings & DenseSettings,
  { seed, dataset }: Pick<RunNames, 'seed' | 'dataset'>,
): DenseDataset =>
  drawDenseTrainingSet(
    settings,
    drawFeatures(settings, stream(seed, 'features', dataset)),
    stream(seed, 'training set', dataset),
  )

/** The weights that a run starts from, [k, m, d]. */
export const denseWeightsOf = (
  settings: Settings & DenseSettings,
  { seed, initialization }: Pick<RunNames, 'seed' | 'initialization'>,
): Float64Array => drawDenseWeights(settings.classes, settings, stream(seed, 'weights', initialization))

/**
 * Trains one dense model by full-batch gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings; RangeError when the loss diverges.
 */
export const trainDenseModel = (
  settings: Settings & DenseSettings,
  names: RunNames,
  options: ObservedOptions<Float64Array> = {},
  data: DenseDataset = denseTrainingSetOf(settings, names),
): DenseRun => {
  const { classes, neurons, dimension } = settings
  const start = denseWeightsOf(settings, names)
  const model = denseModel(data, settings, options.from?.weights ?? start)
  const run = observedDescent(model, watchDense(model, data), settings, options)
  const strengthOf = (w: Float64Array): Float64Array =>
    viewStrength(featureCorrelations(data.features, w, dimension), classes, neurons)
  const weights = model.weights()
  return {
    steps: run.steps,
    loss: run.loss,
    trainingErrors: errorsOf(run.outputs, data.label),
    initialStrength: strengthOf(start),
    finalStrength: strengthOf(weights),
    weights,
    ...(run.records === undefined ? {} : { records: run.records }),
  }
}
