/** Runs of the reduced limit model: what they start from, and their results. */

import { stream } from '@multiview/tensor'
import type { Dataset } from '../data/dataset.ts'
import { classOfFeature, type Features, featureCount } from '../data/features.ts'
import { trainingSetOf } from '../data/training-set.ts'
import type { Checkpointing } from '../descent/checkpointing.ts'
import type { Progress } from '../descent/progress.ts'
import { checkReducedSettings } from '../settings/reduced.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import type { Certificate } from './certificate.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { type ReducedCorrelation, type ReducedModel, reducedModel } from './model.ts'
import { type ReducedStart, streamedStart } from './start.ts'

/**
 * What remains of a run: enough for every claim, without the noise correlations.
 *
 * Usage: `const { own, promoted }: ReducedRun = trainReducedModel(settings, names)`
 */
export interface ReducedRun extends ReducedCorrelation {
  readonly steps: number
  /** Σ η, the time of the gradient flow. */
  readonly time: number
  readonly loss: number
  /** Training samples that the network gets wrong. */
  readonly trainingErrors: number
  /** Λ, [V·k]: at the start and at the end. */
  readonly initialStrength: Float64Array
  readonly strength: Float64Array
  readonly certificate: Certificate
  /** At least the largest preactivation of a neuron that was not computed. */
  readonly largestIdle: number
}

export interface ReducedRunOptions<S> {
  readonly progress?: Progress | undefined
  readonly checkpoint?: Checkpointing<S> | undefined
}

/** For a run on the labels, whose race can be recorded. */
export interface RacedRunOptions<S> extends ReducedRunOptions<S> {
  /** Records the race of the views before every so many steps; 0, the default, records nothing. */
  readonly raceInterval?: number | undefined
}

/** What the model of a run is made of. */
export interface ReducedSetup {
  readonly data: Dataset
  readonly rows: FeatureRows
  readonly start: ReducedStart
}

/** A model ready to be trained at steps that all weights share, with what it is made of. */
export interface ReducedTraining extends ReducedSetup {
  readonly model: ReducedModel
}

/** The weights that a run starts from, each block from a stream of its own. */
export const reducedStartOf = (
  settings: Settings,
  { seed, dataset, initialization }: RunNames,
  data: Dataset,
  rows: FeatureRows,
): ReducedStart =>
  streamedStart(rows, data.noiseNorm, settings, {
    features: stream(seed, 'blocks', initialization),
    noise: stream(seed, 'noise of blocks', initialization, dataset),
  })

/** @throws SettingError for settings that are invalid or that the reduced model does not have. */
export const reducedSetup = (given: Settings, names: RunNames): ReducedSetup => {
  const settings = validSettings(given)
  checkReducedSettings(settings)
  const data = trainingSetOf(settings, names)
  const rows = featureRows(data)
  return { data, rows, start: reducedStartOf(settings, names, data, rows) }
}

/**
 * The reduced model of a run at steps that all weights share.
 *
 * @throws SettingError for settings that are invalid or that the reduced model does not have.
 * @example
 * const settings = { ...regimes.distillation, classes: 4, otherFeatureRate: 1, samples: 24, neurons: 4 }
 * reducedTraining(settings, { seed: 1, dataset: 'a', initialization: 'b' }).model.size // 24
 */
export const reducedTraining = (settings: Settings, names: RunNames): ReducedTraining => {
  const setup = reducedSetup(settings, names)
  return { ...setup, model: reducedModel(setup.data, settings, setup.start, setup.rows) }
}

/** Λ_{i,ℓ} of own correlations [k, V, m], [V·k]. */
export const ownStrength = (own: Float64Array, neurons: number): Float64Array =>
  Float64Array.from({ length: own.length / neurons }, (_, feature) => {
    let largest = 0
    for (let r = 0; r < neurons; r++) largest = Math.max(largest, own[feature * neurons + r])
    return largest
  })

/** Λ at the start, [V·k]. */
export const startStrength = (start: ReducedStart, features: Features): Float64Array =>
  Float64Array.from({ length: featureCount(features) }, (_, feature) =>
    start.block(classOfFeature(feature, features), feature).a.reduce((most, a) => Math.max(most, a), 0),
  )
