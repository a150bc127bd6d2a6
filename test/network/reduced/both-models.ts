/** The reduced model and the full model with the same initial weights and data. */

import {
  type Dataset,
  descend,
  limitModel,
  type Objective,
  type RunNames,
  regimes,
  type Settings,
  trainingSetOf,
} from '@multiview/network'
import type { DescentOptions, DescentRun } from '../../../packages/network/src/descent/descend.ts'
import type { LimitModel } from '../../../packages/network/src/limit/model.ts'
import type { OutputLayout } from '../../../packages/network/src/objective/output-layout.ts'
import { denseLayout } from '../../../packages/network/src/objective/output-layout.ts'
import { type FeatureRows, featureRows } from '../../../packages/network/src/reduced/feature-rows.ts'
import { type ReducedModel, reducedModel } from '../../../packages/network/src/reduced/model.ts'
import { reducedStartOf } from '../../../packages/network/src/reduced/run.ts'
import type { ReducedStart } from '../../../packages/network/src/reduced/start.ts'
import { fullStart } from './starts.ts'

/** Regime quick with q = 3. Views grow in so few steps that tests can use a constant step. */
export const cubic: Settings = { ...regimes.quick, power: 3, initialScale: 1e-3, targetLoss: 0.05 }

/** Three views of a class, of which the first is stronger. */
export const threeViews: Settings = {
  ...regimes.quick,
  classes: 6,
  views: 3,
  viewFactors: [1.2, 1, 1],
  samples: 72,
  singleViewFraction: 0.25,
  otherFeatureRate: 3,
  patches: 18,
}

export interface BothModels {
  readonly data: Dataset
  readonly rows: FeatureRows
  readonly start: ReducedStart
  readonly reduced: ReducedModel
  readonly full: LimitModel
}

export const namesOf = (seed: number): RunNames => ({ seed, dataset: 'a', initialization: 'b' })

/**
 * @param heldChange the change up to which blocks of the reduced model are not updated; the default
 * is the usual one.
 */
export const bothModels = (settings: Settings, names: RunNames, heldChange?: number): BothModels => {
  const data = trainingSetOf(settings, names)
  const rows = featureRows(data)
  const start = reducedStartOf(settings, names, data, rows)
  return {
    data,
    rows,
    start,
    reduced: reducedModel(data, settings, start, rows, heldChange),
    full: limitModel(data, settings, fullStart(rows, data.feature.length, settings, settings.classes, start)),
  }
}

/** Trains both in the same way, each on the objective in its own layout. */
export const descendBoth = (
  { data, reduced, full }: BothModels,
  objective: (layout: OutputLayout) => Objective,
  options: () => DescentOptions,
): { readonly ofReduced: DescentRun; readonly ofFull: DescentRun } => ({
  ofReduced: descend(reduced, objective(reduced.layout), options()),
  ofFull: descend(full, objective(denseLayout(data.size, data.settings.classes)), options()),
})

/** The times Σ η at which the loss of a run is first at most each of the levels. */
export const timesOf = ({ losses, stepSizes, loss }: DescentRun, levels: readonly number[]): number[] => {
  const times = [0]
  for (const size of stepSizes) times.push(times[times.length - 1] + size)
  const all = [...losses, loss]
  return levels.map(level => times[all.findIndex(value => value <= level)] ?? Number.NaN)
}

/** The neurons r of class i at a feature, of a full model's a [V·k, k·m]. */
export const ofClass = (
  a: Float64Array,
  { classes, neurons }: Settings,
  feature: number,
  i: number,
): Float64Array =>
  a.subarray(feature * classes * neurons + i * neurons, feature * classes * neurons + (i + 1) * neurons)
