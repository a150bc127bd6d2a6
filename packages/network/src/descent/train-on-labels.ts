/** The one way to train a model on the labels of its training samples. */

import type { Stream } from '@multiview/tensor'
import type { Dataset } from '../data/dataset.ts'
import { crossEntropy } from '../objective/cross-entropy.ts'
import { everyMarginReaches } from '../objective/margin.ts'
import type { Objective } from '../objective/objective.ts'
import { relativeEntropy } from '../objective/relative-entropy.ts'
import { smoothedLabels } from '../objective/smoothed-labels.ts'
import { checkVariants, refuseVariants } from '../settings/full-batch.ts'
import { SettingError } from '../settings/setting-error.ts'
import type { TrainingSettings } from '../settings/settings.ts'
import { type Batches, batchesOf } from './batches.ts'
import { stepRule } from './common-rule.ts'
import { type DescentOptions, type DescentRun, descend } from './descend.ts'
import type { Model } from './model.ts'
import { type Velocity, velocityOf } from './velocity.ts'

export interface TrainOnLabelsOptions<R>
  extends Pick<DescentOptions<R>, 'record' | 'isEnough' | 'checkpoint' | 'recorded'> {
  /** The random stream of the mini-batches: split, and not drawn from. The default is none. */
  readonly batchOrder?: Stream
}

/**
 * Gradient descent on any objective, with the step rule, the mini-batches, the momentum and the
 * weight decay of the settings, until the settings' loss or number of steps is reached, or until
 * `isEnough`. The settings targetMargin and labelSmoothing need labels and are not used.
 *
 * @throws SettingError for settings that the model or the step rule cannot take; RangeError when
 * the loss diverges.
 * @example
 * const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })
 * const model = limitModel(data, regimes.limit, startOf(regimes.limit, { seed: 1, dataset: 'a', initialization: 'b' }, data))
 * trainOnObjective(model, crossEntropy(data.label, 10), { ...regimes.limit, maxSteps: 3 }).steps // 3
 */
export const trainOnObjective = <R = unknown>(
  model: Model,
  objective: Objective,
  training: TrainingSettings,
  { batchOrder, ...options }: TrainOnLabelsOptions<R> = {},
): DescentRun =>
  descend(model, objective, {
    rule: stepRule(training),
    velocity: velocityFor(model, training),
    batches: batchesFor(model, training, batchOrder),
    targetLoss: training.targetLoss,
    maxSteps: training.maxSteps,
    ...options,
  })

const velocityFor = (model: Model, training: TrainingSettings): Velocity | undefined => {
  const { momentum, weightDecay } = training
  if (momentum === 0 && weightDecay === 0) return undefined
  checkVariants(training)
  if (model.parts === undefined) refuseVariants({ ...training, batchSize: 0 }, '0 for this model')
  return velocityOf(momentum, weightDecay)
}

const batchesFor = (
  { size, layout }: Model,
  training: TrainingSettings,
  order: Stream | undefined,
): Batches | undefined => {
  const { batchSize } = training
  if (batchSize === 0) return undefined
  checkVariants(training)
  if (layout !== undefined || order === undefined)
    throw new SettingError('batchSize', batchSize, '0 here, since this run has no mini-batches')
  return batchesOf(size, batchSize, order)
}

/**
 * Gradient descent on the mean cross-entropy, with the step rule, the mini-batches, the momentum,
 * the weight decay and the label smoothing of the settings, until the settings' loss, margin or
 * number of steps is reached, or until `isEnough`. With label smoothing the loss is less by the
 * entropy of the labels (`relativeEntropy`).
 *
 * @param data its labels [N], in the order of the model's samples.
 * @throws SettingError for settings that the model or the step rule cannot take; RangeError when
 * the loss diverges.
 * @example
 * const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })
 * const start = startOf(regimes.limit, { seed: 1, dataset: 'a', initialization: 'b' }, data)
 * const model = limitModel(data, regimes.limit, start)
 * trainOnLabels(model, data, { ...regimes.limit, maxSteps: 3 }).steps // 3
 */
export const trainOnLabels = <R = unknown>(
  model: Model,
  { label }: Pick<Dataset, 'label'>,
  training: TrainingSettings,
  options: TrainOnLabelsOptions<R> = {},
): DescentRun => {
  const { targetMargin } = training
  const reachesMargin = everyMarginReaches(targetMargin, label)
  return trainOnObjective(model, onLabels(model, label, training), training, {
    ...options,
    isEnough: outputs => (targetMargin > 0 && reachesMargin(outputs)) || options.isEnough?.(outputs) === true,
  })
}

const onLabels = (
  { classes, layout }: Model,
  label: Int32Array,
  { labelSmoothing }: TrainingSettings,
): Objective => {
  if (labelSmoothing === 0) return crossEntropy(label, classes, layout)
  if (layout !== undefined)
    throw new SettingError('labelSmoothing', labelSmoothing, '0 for a model that stores some outputs alone')
  return relativeEntropy(smoothedLabels(label, classes, labelSmoothing), classes)
}
