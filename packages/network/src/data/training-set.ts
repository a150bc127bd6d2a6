/** Training sets by name: a pure function of settings, seed and the name of the data set. */

import { stream } from '@multiview/tensor'
import type { RunNames } from '../settings/run-names.ts'
import type { DenseSettings, Settings } from '../settings/settings.ts'
import type { Dataset } from './dataset.ts'
import { type DenseDataset, drawDenseTrainingSet } from './dense.ts'
import { drawTrainingSet } from './draw.ts'
import { drawFeatures } from './feature-vectors.ts'

/**
 * The training set of a run.
 *
 * @example
 * trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' }).size // 120
 */
export const trainingSetOf = (
  settings: Settings,
  { seed, dataset }: Pick<RunNames, 'seed' | 'dataset'>,
): Dataset => drawTrainingSet(settings, stream(seed, 'training set', dataset))

/**
 * The training set of a dense run; its table of patches is that of the limit run of the same names.
 *
 * @example
 * const settings = { ...regimes.dense, dimension: 24, samples: 10 }
 * denseTrainingSetOf(settings, { seed: 1, dataset: 'a' }).x.length // 4800
 */
export const denseTrainingSetOf = (
  settings: Settings & DenseSettings,
  { seed, dataset }: Pick<RunNames, 'seed' | 'dataset'>,
): DenseDataset =>
  drawDenseTrainingSet(
    settings,
    drawFeatures(settings, stream(seed, 'features', dataset)),
    stream(seed, 'training set', dataset),
  )
