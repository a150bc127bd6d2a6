/** All step rules. A new rule is a file of this folder and a line of `stepRules`. */

import { adaptive } from './adaptive.ts'
import { constant } from './constant.ts'
import { multirate } from './multirate.ts'
import type { StepRuleRecord } from './rule.ts'

const stepRules = [adaptive, constant, multirate] as const

/** The name of a step rule, a value of the setting `stepRule`. */
export type StepRuleName = (typeof stepRules)[number]['name']

export const stepRuleNames: readonly StepRuleName[] = stepRules.map(({ name }) => name)

/**
 * What is known of the step rule with this name; undefined if there is none.
 *
 * @example
 * findStepRule('constant')?.unusedSettings // ["stepTolerance"]
 */
export const findStepRule = (name: string): StepRuleRecord<StepRuleName> | undefined =>
  stepRules.find(rule => rule.name === name)

/** The same for a rule that settings name. */
export const stepRuleNamed = (name: StepRuleName): StepRuleRecord<StepRuleName> =>
  findStepRule(name) as StepRuleRecord<StepRuleName>
