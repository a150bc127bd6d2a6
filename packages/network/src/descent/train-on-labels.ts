/** How the settings say that training descends and when it ends. */

import { everyMarginReaches } from '../objective/margin.ts'
import type { TrainingSettings } from '../settings/settings.ts'
import type { DescentOptions } from './descend.ts'
import { stepRule } from './step-rule.ts'

/** The step rule, and the end by loss, steps and margin, for training samples with these labels. */
export const descentOf = (
  training: TrainingSettings,
  label: Int32Array,
): Pick<DescentOptions, 'rule' | 'targetLoss' | 'maxSteps' | 'isEnough'> => ({
  rule: stepRule(training),
  targetLoss: training.targetLoss,
  maxSteps: training.maxSteps,
  ...(training.targetMargin > 0 ? { isEnough: everyMarginReaches(training.targetMargin, label) } : {}),
})
