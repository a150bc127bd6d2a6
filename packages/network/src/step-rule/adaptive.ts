import type { StepRule, StepRuleRecord } from './rule.ts'

/**
 * Follows the gradient flow at a bounded relative change: η_t = tolerance · (relative step) · f,
 * where f ≤ 1 halves whenever the loss has risen and recovers by 5% per step. With a constant step,
 * most steps hardly change the weights.
 */
export const adaptiveStep = (tolerance: number): StepRule => {
  let factor = 1
  let lastLoss = Number.POSITIVE_INFINITY
  return {
    next(loss, relativeStep) {
      factor = loss > lastLoss ? factor / 2 : Math.min(1, factor * 1.05)
      lastLoss = loss
      return tolerance * factor * relativeStep()
    },
    state: () => Float64Array.of(factor, lastLoss),
    restore: state => {
      factor = state[0]
      lastLoss = state[1]
    },
  }
}

export const adaptive: StepRuleRecord<'adaptive'> = {
  name: 'adaptive',
  unusedSettings: ['stepSize'],
  departure: 'Steps are as long as the change of the weights allows, in place of a small constant η.',
  models: ['limit', 'dense'],
  commonStep: ({ stepTolerance }) => adaptiveStep(stepTolerance),
}
