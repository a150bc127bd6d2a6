/** Variants of the paper's full-batch gradient descent, and which runs take them. */

import { SettingError } from './setting-error.ts'
import type { TrainingSettings } from './settings.ts'

/**
 * The paper's training: all samples in each step, no momentum or weight decay, hard labels. Its
 * keys are the settings of the variants.
 *
 * @example
 * Object.keys(fullBatchDescent) // ["batchSize", "momentum", "weightDecay", "labelSmoothing"]
 */
export const fullBatchDescent = {
  batchSize: 0,
  momentum: 0,
  weightDecay: 0,
  labelSmoothing: 0,
} as const satisfies Partial<TrainingSettings>

type Variant = keyof typeof fullBatchDescent

const variants = Object.keys(fullBatchDescent) as Variant[]

/** @throws SettingError, which says what is allowed, for anything but full-batch descent. */
export const refuseVariants = (training: TrainingSettings, allowed: string): void => {
  for (const name of variants) if (training[name] !== 0) throw new SettingError(name, training[name], allowed)
}

/**
 * An adaptive step follows the gradient of the whole loss. Mini-batches, a velocity and decay are
 * not that gradient, and the loss may rise with them at any step.
 *
 * @throws SettingError for these with another step rule than `constant`, and for any variant in the
 *   reduced model.
 */
export const checkVariants = (training: TrainingSettings): void => {
  if (training.model === 'reduced') refuseVariants(training, '0 in the reduced model')
  if (training.stepRule === 'constant') return
  for (const name of ['batchSize', 'momentum', 'weightDecay'] as const)
    if (training[name] !== 0)
      throw new SettingError(
        name,
        training[name],
        `0 with stepRule ${training.stepRule}, which chooses its steps for the gradient of the whole loss; set stepRule=constant`,
      )
}
