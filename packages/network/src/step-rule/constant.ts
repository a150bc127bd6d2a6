import type { StepRule, StepRuleRecord } from './rule.ts'

/** The paper's descent: η at every step. */
export const constantStep = (stepSize: number): StepRule => ({
  next: () => stepSize,
  state: () => new Float64Array(0),
  restore: () => {},
})

export const constant: StepRuleRecord<'constant'> = {
  name: 'constant',
  unusedSettings: ['stepTolerance'],
  departure: null,
  models: ['limit', 'dense'],
  commonStep: ({ stepSize }) => constantStep(stepSize),
}
