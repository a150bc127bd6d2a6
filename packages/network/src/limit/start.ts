/** The random parts of a run of the limit model: its start, and the noise of fresh samples. */

import { type Stream, stream } from '@multiview/tensor'
import { type Dataset, noiseLengths } from '../data/dataset.ts'
import { startLeft } from '../descent/velocity.ts'
import type { RunNames } from '../settings/run-names.ts'
import { SettingError } from '../settings/setting-error.ts'
import type { Settings } from '../settings/settings.ts'
import type { TrainedNetwork } from './member-outputs.ts'
import { drawFeatureCorrelation, drawNoiseCorrelation, type LimitWeights } from './model.ts'

/**
 * The weights that a run starts from on its training set.
 *
 * @example
 * const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })
 * startOf(regimes.limit, { seed: 1, dataset: 'a', initialization: 'b' }, data).featureCorrelation.length // 1000
 */
export const startOf = (
  settings: Settings,
  { seed, dataset, initialization }: RunNames,
  data: Dataset,
): LimitWeights => ({
  featureCorrelation: drawFeatureCorrelation(
    settings.classes,
    settings,
    stream(seed, 'feature correlations', initialization),
    settings.views,
  ),
  // Noise correlations belong to the pair: ⟨w, ξ⟩ of this initialization with the noise of this
  // data set.
  noiseCorrelation: drawNoiseCorrelation(
    { settings: data.settings, noiseNorm: noiseLengths(data) },
    settings,
    stream(seed, 'noise correlations', initialization, dataset),
  ),
})

/** The random stream of an initialization's correlations with fresh noise. */
export const testNoiseOf = ({ seed, initialization }: Pick<RunNames, 'seed' | 'initialization'>): Stream =>
  stream(seed, 'test noise', initialization)

/**
 * The network that a run trained, ready to be evaluated on fresh samples. Their noise meets the
 * initial weights, of which weight decay leaves less with each step.
 *
 * @param steps of the run; needed with weight decay alone.
 * @throws SettingError with weight decay and without `steps`.
 * @example
 * const { featureCorrelation } = trainLimitModel({ ...regimes.limit, maxSteps: 2 }, { seed: 1, dataset: 'a', initialization: 'b' })
 * trainedNetwork(regimes.limit, { seed: 1, initialization: 'b' }, featureCorrelation).classes // 10
 */
export const trainedNetwork = (
  settings: Settings,
  names: Pick<RunNames, 'seed' | 'initialization'>,
  featureCorrelation: Float64Array,
  steps?: number,
): TrainedNetwork => {
  const { weightDecay, initialScale } = settings
  if (weightDecay !== 0 && steps === undefined)
    throw new SettingError('weightDecay', weightDecay, '0 for a trained network without its number of steps')
  return {
    network: { ...settings, initialScale: initialScale * startLeft(settings, steps ?? 0) },
    classes: settings.classes,
    featureCorrelation,
    testNoise: testNoiseOf(names),
  }
}
