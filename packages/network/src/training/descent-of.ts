/** How the settings say that training descends and when it ends. */

import type { DescentOptions } from '../descent/descend.ts'
import { stepRule } from '../descent/step-rule.ts'
import { everyMarginReaches } from '../evaluation/margin.ts'
import type { TrainingSettings } from '../settings/settings.ts'

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
