/** Runs of the reduced limit model: what they start from, and what remains of them. */

import { stream } from '@multiview/tensor'
import type { Dataset } from '../data/dataset.ts'
import { type RunNames, trainingSetOf } from '../limit/train.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import { SettingError } from '../settings/setting-error.ts'
import type { Settings } from '../settings/settings.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { type Certificate, type ReducedCorrelation, type ReducedModel, reducedModel } from './model.ts'
import { type ReducedStart, streamedStart } from './start.ts'

/** What remains of a run: enough for every claim, without the noise correlations. */
export interface ReducedRun extends ReducedCorrelation {
  readonly steps: number
  /** Σ η, the time of the gradient flow. */
  readonly time: number
  readonly loss: number
  /** Training samples that the network gets wrong. */
  readonly trainingErrors: number
  /** Λ, [2k]: at the start and at the end. */
  readonly initialStrength: Float64Array
  readonly strength: Float64Array
  readonly certificate: Certificate
  /** At least the largest preactivation of a neuron that was not computed. */
  readonly largestIdle: number
}

/** What a model of a run is made of. */
export interface ReducedSetup {
  readonly data: Dataset
  readonly rows: FeatureRows
  readonly start: ReducedStart
}

/** A model ready to be trained, with what it is made of. */
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
  streamedStart(rows, data.noiseNorm, settings, stream(seed, 'blocks', initialization, dataset))

/**
 * @throws SettingError for invalid settings, for feature noise, which couples all features of a patch, and for an end by
 * margin, which reduced runs do not have.
 */
export const reducedSetup = (settings: Settings, names: RunNames): ReducedSetup => {
  if (settings.featureNoise !== 0)
    throw new SettingError('featureNoise', settings.featureNoise, '0 in the reduced model')
  if (settings.targetMargin !== 0)
    throw new SettingError('targetMargin', settings.targetMargin, '0 in the reduced model')
  const data = trainingSetOf(settings, names)
  const rows = featureRows(data)
  return { data, rows, start: reducedStartOf(settings, names, data, rows) }
}

/** The same with a model for a common step. @throws SettingError as `reducedSetup`. */
export const reducedTraining = (settings: Settings, names: RunNames): ReducedTraining => {
  const setup = reducedSetup(settings, names)
  return { ...setup, model: reducedModel(setup.data, settings, setup.start, setup.rows) }
}

/** Λ_{i,ℓ} of own correlations [k, 2, m], [2k]. */
export const ownStrength = (own: Float64Array, neurons: number): Float64Array =>
  Float64Array.from({ length: own.length / neurons }, (_, feature) => {
    let largest = 0
    for (let r = 0; r < neurons; r++) largest = Math.max(largest, own[feature * neurons + r])
    return largest
  })

/** Λ at the start, [2k]. */
export const startStrength = (start: ReducedStart, classes: number): Float64Array =>
  Float64Array.from({ length: 2 * classes }, (_, feature) =>
    start.block(Math.floor(feature / 2), feature).a.reduce((most, a) => Math.max(most, a), 0),
  )

/** On how many samples outputs in a layout err; a tie counts as an error. */
export const layoutErrors = (layout: OutputLayout, outputs: Float64Array, label: Int32Array): number => {
  const { size, classes, firstSlot, slotClass } = layout
  let errors = 0
  for (let n = 0; n < size; n++) {
    let own = 0
    let other = Number.NEGATIVE_INFINITY
    for (let slot = firstSlot[n]; slot < firstSlot[n + 1]; slot++)
      if (slotClass[slot] === label[n]) own = outputs[slot]
      else other = Math.max(other, outputs[slot])
    if (firstSlot[n + 1] - firstSlot[n] < classes) other = Math.max(other, outputs[slotClass.length + n])
    if (other >= own) errors++
  }
  return errors
}
