import type { StepRuleRecord } from './rule.ts'

/** Steps of each class by itself, by the multirate integration of the reduced model. */
export const multirate: StepRuleRecord<'multirate'> = {
  name: 'multirate',
  unusedSettings: ['stepSize'],
  departure:
    'Each class takes steps of its own length (setting stepRule: multirate) in place of a small ' +
    'constant η; both follow the same gradient flow. With common steps a student needs many times ' +
    'as many steps: converged classes keep them short while other views still grow from their start.',
  models: ['reduced'],
  commonStep: null,
}
