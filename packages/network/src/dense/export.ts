/** A run of the dense model as arrays. */

import { featureAxis, featureCount } from '../data/features.ts'
import { denseTrainingSetOf } from '../data/training-set.ts'
import { batchOrderOf } from '../descent/batches.ts'
import {
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
import type { DenseSettings, Settings } from '../settings/settings.ts'
import { validSettings } from '../settings/validate.ts'
import { featureCorrelations } from './correlations.ts'
import { denseModel } from './model.ts'
import { type DenseTrainOptions, denseWeightsOf } from './train.ts'

/**
 * Trains a dense model and returns all that a replay needs: `label`, `single` [N]; `x` [N, P, d];
 * `features` [V·k, d]; `w0`, `w` [k, m, d] at the start and at the end; `eta`, `loss` [T];
 * `snapshotStep` [C] and `wSnapshot`, the weights before these steps. With momentum `wVelocity` is
 * the velocity v before them, with mini-batches `batch` [T, B] has the samples of each step. `step`
 * says what a step is.
 *
 * @throws SettingError for invalid settings; RangeError when the loss diverges.
 * @example
 * const settings = { ...regimes.dense, dimension: 24, samples: 10, maxSteps: 2 }
 * exportDenseRun(settings, { seed: 1, dataset: 'a', initialization: 'b' }).steps // 2
 */
export const exportDenseRun = (
  given: Settings & DenseSettings,
  names: RunNames,
  { progress }: Pick<DenseTrainOptions, 'progress'> = {},
): ExportedRun => {
  const settings = validSettings(given, ['dense'])
  const { classes, neurons, patches, dimension } = settings
  const data = denseTrainingSetOf(settings, names)
  const start = denseWeightsOf(settings, names)
  const model = denseModel(data, settings, start)
  const snapshots = spreadSnapshots<Float64Array>()
  const velocities = spreadSnapshots<Float64Array>()
  const run = trainOnLabels(model, data, settings, {
    batchOrder: batchOrderOf(names),
    record: (step, loss, { velocity }) => {
      progress?.(step, loss, () =>
        viewStrength(featureCorrelations(data.features, model.weights(), dimension), classes, neurons),
      )
      snapshots.offer(step, () => model.weights())
      // PyTorch's buffer has the sign of the gradient, and is 0 before the first step.
      if (settings.momentum !== 0)
        velocities.offer(step, () => negated(velocity()[0] ?? new Float64Array(start.length)))
    },
  })
  const { steps, states } = snapshots.kept()
  const moving = velocities.kept().states
  const w = { axes: ['k', 'm', 'd'], shape: [classes, neurons, dimension] }
  return exportedRun(run, data.label, settings, [
    exported('label', ['N'], data.label, [data.size]),
    exported('single', ['N'], data.presentView.map(Math.sign), [data.size]),
    exported('x', ['N', 'P', 'd'], data.x, [data.size, patches, dimension]),
    exported('features', [featureAxis(settings), 'd'], data.features, [featureCount(settings), dimension]),
    exported('w0', w.axes, start, w.shape),
    ...exportedDescent(run, settings, names),
    exported('w', w.axes, model.weights(), w.shape),
    exported('snapshotStep', ['C'], Int32Array.from(steps), [steps.length]),
    exportedSnapshots('wSnapshot', w.axes, states, w.shape),
    ...(moving.length === 0 ? [] : [exportedSnapshots('wVelocity', w.axes, moving, w.shape)]),
  ])
}
