/** The step rule of settings, for steps that all weights share. */

import { SettingError } from '../settings/setting-error.ts'
import type { TrainingSettings } from '../settings/settings.ts'
import { stepRuleNamed, stepRuleNames } from '../step-rule/index.ts'
import type { StepRule } from '../step-rule/rule.ts'

/**
 * The step rule that settings name: constant, or adaptive with a bound on the relative change of
 * every neuron.
 *
 * @throws SettingError for `multirate`, which is not a rule for one common step.
 * @example
 * stepRule({ ...regimes.limit, stepRule: 'constant', stepSize: 0.5 }).next(1, () => 1) // 0.5
 */
export const stepRule = (training: TrainingSettings): StepRule => {
  const { commonStep } = stepRuleNamed(training.stepRule)
  if (commonStep !== null) return commonStep(training)
  const others = stepRuleNames.filter(name => stepRuleNamed(name).commonStep !== null)
  throw new SettingError(
    'stepRule',
    training.stepRule,
    `${others.join(' or ')} in the limit and dense models, whose weights share one step`,
  )
}
