/** One training run of the limit model, a pure function of its settings and of the names of its random streams. */

import { type Stream, stream } from '@multiview/tensor'
import type { Dataset } from '../data/dataset.ts'
import { drawTrainingSet } from '../data/draw.ts'
import { type ObservedOptions, observedDescent } from '../descent/observed-descent.ts'
import type { ProofRecord } from '../descent/proof-record.ts'
import type { Race } from '../descent/race.ts'
import { watchLimit } from '../descent/watched.ts'
import { viewStrength } from '../lottery/view-strength.ts'
import { errorsOf } from '../objective/errors.ts'
import type { Settings } from '../settings/settings.ts'
import type { TrainedNetwork } from './member-outputs.ts'
import { drawFeatureCorrelation, drawNoiseCorrelation, type LimitWeights } from './model.ts'
import { limitModelOf, noiseLengths } from './model-of.ts'

/** Which data set and which initialization: the names that their random streams carry behind the seed. */
export interface RunNames {
  readonly seed: number
  readonly dataset: string
  readonly initialization: string
}

/** What remains of a run: enough for every claim, without the noise correlations. */
export interface LimitRun {
  readonly steps: number
  readonly loss: number
  /** Training samples that the trained network gets wrong. */
  readonly trainingErrors: number
  /** Λ^{(0)}, [2k]. */
  readonly initialStrength: Float64Array
  /** Λ at the end, [2k]. */
  readonly finalStrength: Float64Array
  /** a at the end, [2k, k·m]. */
  readonly featureCorrelation: Float64Array
  readonly race: Race | null
  /** The proof's quantities along the run, where `recordSteps` asked for them. */
  readonly records?: readonly ProofRecord[]
}

export type TrainOptions = ObservedOptions<LimitWeights>

/** The training set of a run. */
export const trainingSetOf = (
  settings: Settings,
  { seed, dataset }: Pick<RunNames, 'seed' | 'dataset'>,
): Dataset => drawTrainingSet(settings, stream(seed, 'training set', dataset))

/** The weights that a run starts from on its training set. */
export const startOf = (
  settings: Settings,
  { seed, dataset, initialization }: RunNames,
  data: Dataset,
): LimitWeights => ({
  featureCorrelation: drawFeatureCorrelation(
    settings.classes,
    settings,
    stream(seed, 'feature correlations', initialization),
  ),
  // Noise correlations belong to the pair: ⟨w, ξ⟩ of this initialization with the noise of this data set.
  noiseCorrelation: drawNoiseCorrelation(
    { settings: data.settings, noiseNorm: noiseLengths(data) },
    settings,
    stream(seed, 'noise correlations', initialization, dataset),
  ),
})

/** Where an initialization's correlations with fresh noise come from. */
export const testNoiseOf = ({ seed, initialization }: Pick<RunNames, 'seed' | 'initialization'>): Stream =>
  stream(seed, 'test noise', initialization)

/** The network that a run left behind, ready to be evaluated on fresh samples. */
export const trainedNetwork = (
  settings: Settings,
  names: Pick<RunNames, 'seed' | 'initialization'>,
  featureCorrelation: Float64Array,
): TrainedNetwork => ({
  network: settings,
  classes: settings.classes,
  featureCorrelation,
  testNoise: testNoiseOf(names),
})

/**
 * Trains one model by full-batch gradient descent on the cross-entropy.
 *
 * @throws SettingError for invalid settings; RangeError when the loss diverges.
 */
export const trainLimitModel = (
  settings: Settings,
  names: RunNames,
  options: TrainOptions = {},
): LimitRun => {
  const data = trainingSetOf(settings, names)
  const start = startOf(settings, names, data)
  const model = limitModelOf(data, settings, options.from?.weights ?? start)
  const run = observedDescent(model, watchLimit(model, data), settings, options)
  const featureCorrelation = model.featureCorrelation()
  return {
    steps: run.steps,
    loss: run.loss,
    trainingErrors: errorsOf(run.outputs, data.label),
    initialStrength: viewStrength(start.featureCorrelation, settings.classes, settings.neurons),
    finalStrength: viewStrength(featureCorrelation, settings.classes, settings.neurons),
    featureCorrelation,
    race: run.race,
    ...(run.records === undefined ? {} : { records: run.records }),
  }
}
