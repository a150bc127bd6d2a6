/** The one way to train a model on the labels of its training samples. */

import type { Dataset } from '../data/dataset.ts'
import { crossEntropy } from '../objective/cross-entropy.ts'
import { everyMarginReaches } from '../objective/margin.ts'
import type { Objective } from '../objective/objective.ts'
import type { TrainingSettings } from '../settings/settings.ts'
import { type Checkpointing, descentPart } from './checkpointing.ts'
import { type DescentCheckpoint, type DescentOptions, type DescentRun, descend } from './descend.ts'
import type { Model } from './model.ts'
import { stepRule } from './step-rule.ts'

export interface TrainOnLabelsOptions<R> extends Pick<DescentOptions, 'record' | 'isEnough'> {
  /**
   * To resume, the model must already have the weights of that step. A state is saved before
   * `record` is called.
   */
  readonly checkpoint?: Checkpointing<R & { readonly descent: DescentCheckpoint }> | undefined
  /**
   * What a checkpoint holds besides the descent, such as the weights. Called when a checkpoint is
   * due.
   */
  readonly state?: () => R
}

/**
 * Full-batch gradient descent on any objective, with the step rule of the settings, until the
 * settings' loss or number of steps is reached, or until `isEnough`. The setting targetMargin needs
 * labels and is not used.
 *
 * @throws RangeError when the loss diverges.
 * @example
 * const data = trainingSetOf(regimes.quick, { seed: 1, dataset: 'a' })
 * const model = limitModel(data, regimes.quick, startOf(regimes.quick, { seed: 1, dataset: 'a', initialization: 'b' }, data))
 * trainOnObjective(model, crossEntropy(data.label, 10), { ...regimes.quick, maxSteps: 3 }).steps // 3
 */
export const trainOnObjective = <R extends object = object>(
  model: Model,
  objective: Objective,
  training: TrainingSettings,
  { record, isEnough, checkpoint, state }: TrainOnLabelsOptions<R> = {},
): DescentRun =>
  descend(model, objective, {
    rule: stepRule(training),
    targetLoss: training.targetLoss,
    maxSteps: training.maxSteps,
    isEnough,
    record,
    checkpoint: descentPart(checkpoint, () => state?.() ?? ({} as R)),
  })

/**
 * Full-batch gradient descent on the mean cross-entropy, with the step rule of the settings, until
 * the settings' loss, margin or number of steps is reached, or until `isEnough`.
 *
 * @param data its labels [N], in the order of the model's samples.
 * @throws RangeError when the loss diverges.
 * @example
 * const data = trainingSetOf(regimes.quick, { seed: 1, dataset: 'a' })
 * const start = startOf(regimes.quick, { seed: 1, dataset: 'a', initialization: 'b' }, data)
 * const model = limitModel(data, regimes.quick, start)
 * trainOnLabels(model, data, { ...regimes.quick, maxSteps: 3 }).steps // 3
 */
export const trainOnLabels = <R extends object = object>(
  model: Model,
  { label }: Pick<Dataset, 'label'>,
  training: TrainingSettings,
  options: TrainOnLabelsOptions<R> = {},
): DescentRun => {
  const { targetMargin } = training
  const reachesMargin = everyMarginReaches(targetMargin, label)
  return trainOnObjective(model, crossEntropy(label, model.classes, model.layout), training, {
    ...options,
    isEnough: outputs => (targetMargin > 0 && reachesMargin(outputs)) || options.isEnough?.(outputs) === true,
  })
}
