/** A run of the limit model as arrays. */

import { type Dataset, noiseLengths } from '../data/dataset.ts'
import { featureAxis, featureCount } from '../data/features.ts'
import { trainingSetOf } from '../data/training-set.ts'
import { batchOrderOf } from '../descent/batches.ts'
import {
  type ExportedArray,
  type ExportedRun,
  exported,
  exportedDescent,
  exportedRun,
  exportedSnapshots,
  negated,
} from '../descent/exported-run.ts'
import { spreadSnapshots } from '../descent/snapshots.ts'
import { trainOnLabels } from '../descent/train-on-labels.ts'
import { viewStrength } from '../lottery/view-strength.ts'
import type { RunNames } from '../settings/run-names.ts'
import type { Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import type { LimitWeights } from './model.ts'
import { limitModelOf } from './model-of.ts'
import { startOf } from './start.ts'
import type { TrainOptions } from './train.ts'

/**
 * Trains a limit model and returns all that a replay needs: `label`, `single`, `presentView` [N];
 * `feature`, `weight`, `noiseNorm` [N, P]; `a0`, `a` [k, m, V·k] and `b0`, `b` [k, m, N, P] at the
 * start and at the end; `eta`, `loss` [T]; `snapshotStep` [C], `aSnapshot` and `bSnapshot`, the
 * states before these steps. With momentum `aVelocity` and `bVelocity` are the velocities v before
 * them, with mini-batches `batch` [T, B] has the samples of each step. `step` says what a step is.
 *
 * Without feature noise the patches that carry a feature come first in a sample; the others have
 * feature −1, weight 0 and no noise. With feature noise patches lie where they were drawn,
 * background ones have noise, and `gain` [N, P, V·k] is what each has along each feature, its weight
 * included: the preactivation is Σ_v gain·a + b.
 *
 * @throws SettingError for invalid settings; RangeError when the loss diverges.
 * @example
 * exportLimitRun({ ...regimes.limit, maxSteps: 2 }, { seed: 1, dataset: 'a', initialization: 'b' }).steps // 2
 */
export const exportLimitRun = (
  given: Settings,
  names: RunNames,
  { progress }: Pick<TrainOptions, 'progress'> = {},
): ExportedRun => {
  const settings = validSettings(given)
  const data = trainingSetOf(settings, names)
  const start = startOf(settings, names, data)
  const model = limitModelOf(data, settings, start)
  const { classes, neurons } = settings
  const axis = featureAxis(settings)
  const snapshots = spreadSnapshots<LimitWeights>()
  const velocities = spreadSnapshots<LimitWeights>()
  /** PyTorch's buffer, which has the sign of the gradient; 0 before the first step. */
  const velocityBefore = (of: readonly Float64Array[]): LimitWeights =>
    of.length === 0
      ? {
          featureCorrelation: new Float64Array(start.featureCorrelation.length),
          noiseCorrelation: new Float64Array(start.noiseCorrelation.length),
        }
      : model.weights(of.map(negated))
  const run = trainOnLabels(model, data, settings, {
    batchOrder: batchOrderOf(names),
    record: (step, loss, { velocity }) => {
      progress?.(step, loss, () => viewStrength(model.featureCorrelation(), classes, neurons))
      snapshots.offer(step, () => model.weights())
      if (settings.momentum !== 0) velocities.offer(step, () => velocityBefore(velocity()))
    },
  })
  const { steps, states } = snapshots.kept()
  const moving = velocities.kept().states
  const a = { axes: ['k', 'm', axis], shape: [classes, neurons, featureCount(settings)] }
  const b = { axes: ['k', 'm', 'N', 'P'], shape: [classes, neurons, data.size, settings.patches] }
  const aOf = (weights: LimitWeights) => transposed(weights.featureCorrelation, classes * neurons)
  const bOf = (weights: LimitWeights) => spreadOut(data, weights.noiseCorrelation, classes * neurons)
  const end = model.weights()
  return exportedRun(run, data.label, settings, [
    ...exportedTable(data),
    exported('a0', a.axes, aOf(start), a.shape),
    exported('b0', b.axes, bOf(start), b.shape),
    ...exportedDescent(run, settings, names),
    exported('a', a.axes, aOf(end), a.shape),
    exported('b', b.axes, bOf(end), b.shape),
    exported('snapshotStep', ['C'], Int32Array.from(steps), [steps.length]),
    exportedSnapshots('aSnapshot', a.axes, states.map(aOf), a.shape),
    exportedSnapshots('bSnapshot', b.axes, states.map(bOf), b.shape),
    ...(moving.length === 0
      ? []
      : [
          exportedSnapshots('aVelocity', a.axes, moving.map(aOf), a.shape),
          exportedSnapshots('bVelocity', b.axes, moving.map(bOf), b.shape),
        ]),
  ])
}

/** The samples, with P patches each. */
const exportedTable = (data: Dataset): ExportedArray[] => {
  const { patches } = data.settings
  const feature = new Int32Array(data.size * patches).fill(-1)
  const weight = new Float64Array(data.size * patches)
  const noiseNorm = new Float64Array(data.size * patches)
  eachPatch(data, (row, at) => {
    feature[at] = data.feature[row]
    weight[at] = data.weight[row]
  })
  const lengths = noiseLengths(data)
  eachNoise(data, (row, at) => {
    noiseNorm[at] = lengths[row]
  })
  const perSample = [data.size]
  const perPatch = [data.size, patches]
  return [
    exported('label', ['N'], data.label, perSample),
    exported('single', ['N'], data.presentView.map(Math.sign), perSample),
    exported('presentView', ['N'], data.presentView, perSample),
    exported('feature', ['N', 'P'], feature, perPatch),
    exported('weight', ['N', 'P'], weight, perPatch),
    exported('noiseNorm', ['N', 'P'], noiseNorm, perPatch),
    ...(data.gains === undefined
      ? []
      : [
          exported('gain', ['N', 'P', featureAxis(data.settings)], data.gains.gain, [
            data.size,
            patches,
            featureCount(data.settings),
          ]),
        ]),
  ]
}

/** Calls `use` with every row of the table and its place in [N, P]. */
const eachPatch = ({ size, firstPatch, settings, gains }: Dataset, use: Visit): void => {
  for (let n = 0; n < size; n++)
    for (let row = firstPatch[n]; row < firstPatch[n + 1]; row++)
      use(row, n * settings.patches + (gains?.place[row] ?? row - firstPatch[n]))
}

/** Calls `use` with every row of b and its place in [N, P]. */
const eachNoise = (data: Dataset, use: Visit): void => {
  if (data.gains === undefined) eachPatch(data, use)
  else for (let at = 0; at < data.gains.noiseNorm.length; at++) use(at, at)
}

type Visit = (row: number, at: number) => void

/** [rows, columns] as [columns, rows]. */
const transposed = (matrix: Float64Array, columns: number): Float64Array => {
  const rows = matrix.length / columns
  const result = new Float64Array(matrix.length)
  for (let row = 0; row < rows; row++)
    for (let c = 0; c < columns; c++) result[c * rows + row] = matrix[row * columns + c]
  return result
}

/** b [rows, k·m] as [k·m, N, P], 0 where a patch has no row. */
const spreadOut = (data: Dataset, b: Float64Array, all: number): Float64Array => {
  const perNeuron = data.size * data.settings.patches
  const result = new Float64Array(all * perNeuron)
  eachNoise(data, (row, at) => {
    for (let c = 0; c < all; c++) result[c * perNeuron + at] = b[row * all + c]
  })
  return result
}
