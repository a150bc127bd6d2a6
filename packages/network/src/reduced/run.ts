/** Runs of the reduced limit model: what they start from, and their results. */

import { stream } from '@multiview/tensor'
import type { Dataset } from '../data/dataset.ts'
import { classOfFeature, type Features, featureCount } from '../data/features.ts'
import { trainingSetOf } from '../data/training-set.ts'
import type { Checkpointing } from '../descent/checkpointing.ts'
import type { CommonStepState } from '../descent/common-step.ts'
import type { Progress } from '../descent/progress.ts'
import { checkReducedSettings } from '../settings/reduced.ts'
import type { RunNames } from '../settings/run-names.ts'
import { SettingError } from '../settings/setting-error.ts'
import type { Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import type { Certificate } from './certificate.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { limitTrainee } from './limit-trainee.ts'
import { multirateModel } from './multirate/model.ts'
import type { MultirateState } from './multirate/state.ts'
import { type ReducedStart, streamedStart } from './start.ts'
import type { ReducedCorrelation, Trainee } from './trainee.ts'

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

/** The state of a network in training, with either model. */
export type TraineeState = MultirateState | CommonStepState

/** A network ready to be trained, and what it is made of. */
export interface ReducedSetup {
  readonly trainee: Trainee<TraineeState>
  readonly data: Dataset
  readonly rows: FeatureRows
  readonly start: ReducedStart
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

/** @throws SettingError for settings that are invalid or that the model does not have. */
export const setupOf = (given: Settings, names: RunNames): ReducedSetup => {
  const settings = validSettings(given)
  const { model } = settings
  if (model === 'dense') throw new SettingError('model', model, 'reduced or limit for this run')
  checkReducedSettings(settings)
  const data = trainingSetOf(settings, names)
  const rows = featureRows(data)
  const start = reducedStartOf(settings, names, data, rows)
  return { data, rows, start, trainee: traineeOf(settings, data, start, rows) }
}

const traineeOf = (
  settings: Settings,
  data: Dataset,
  start: ReducedStart,
  rows: FeatureRows,
): Trainee<TraineeState> =>
  settings.model === 'reduced'
    ? multirateModel(data, settings, settings.stepTolerance, start, rows)
    : limitTrainee(data, settings, start, rows)

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
    start.correlations(classOfFeature(feature, features), feature).reduce((most, a) => Math.max(most, a), 0),
  )
