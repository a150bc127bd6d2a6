/** Rules that choose the step of gradient descent. */

import { checkCommonStep } from '../settings/common-step.ts'
import type { TrainingSettings } from '../settings/settings.ts'

/**
 * Chooses each step. It knows neither the weights nor what the loss means.
 *
 * Usage:
 * `const half: StepRule = { next: () => 0.5, state: () => new Float64Array(0), restore: () => {} }`
 */
export interface StepRule {
  /**
   * The step to take, given the loss before it and the step at which some neuron changes by 100%.
   */
  next(loss: number, relativeStep: () => number): number
  /** The state of the rule, as plain numbers. */
  state(): Float64Array
  /** Continues from a state that `state` returned. */
  restore(state: Float64Array): void
}

/** The paper's descent: η at every step. */
export const constantStep = (stepSize: number): StepRule => ({
  next: () => stepSize,
  state: () => new Float64Array(0),
  restore: () => {},
})

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

/**
 * The step rule that settings name: constant, or adaptive with a bound on the relative change of
 * every neuron.
 *
 * @throws SettingError for `multirate`, which is not a rule for one common step.
 * @example
 * stepRule({ ...regimes.quick, stepRule: 'constant', stepSize: 0.5 }).next(1, () => 1) // 0.5
 */
export const stepRule = (training: TrainingSettings): StepRule => {
  checkCommonStep(training)
  return training.stepRule === 'constant'
    ? constantStep(training.stepSize)
    : adaptiveStep(training.stepTolerance)
}
