/** Full-batch gradient descent of any model on any objective. */

import type { Model } from '../model/model.ts'
import type { Objective } from '../objective/objective.ts'
import type { StepRule } from './step-rule.ts'

export interface DescentOptions {
  readonly rule: StepRule
  /** Descent ends when the loss is at most this … */
  readonly targetLoss: number
  /** … or after this many steps. */
  readonly maxSteps: number
  /** Called before every step, and once at the end, with the state that the step starts from. */
  readonly record?: (step: number, loss: number) => void
}

export interface DescentRun {
  /** Steps taken. */
  readonly steps: number
  /** The loss at the end. */
  readonly loss: number
  /** The loss before each step, [T]. */
  readonly losses: Float64Array
  /** The steps η_t, [T]. */
  readonly stepSizes: Float64Array
  /** Outputs F [N, k] at the end. */
  readonly outputs: Float64Array
}

/**
 * w ← w − η_t ∇L(w) until the loss is small, nothing moves, or the steps are used up.
 *
 * @throws RangeError when the loss stops being a finite number, which happens when a constant step is too large.
 */
export const descend = (model: Model, objective: Objective, options: DescentOptions): DescentRun => {
  const outputGradient = new Float64Array(model.size * model.classes)
  const losses: number[] = []
  const stepSizes: number[] = []
  for (let step = 0; ; step++) {
    const outputs = model.outputs()
    const loss = objective.evaluate(outputs, outputGradient)
    if (!Number.isFinite(loss))
      throw new RangeError(`descend: the loss is ${loss} after ${step} steps; take a smaller step.`)
    options.record?.(step, loss)
    const end = (): DescentRun => ({
      steps: step,
      loss,
      losses: Float64Array.from(losses),
      stepSizes: Float64Array.from(stepSizes),
      outputs: outputs.slice(),
    })
    if (loss <= options.targetLoss || step >= options.maxSteps) return end()
    model.backward(outputGradient)
    const size = options.rule.next(loss, () => model.relativeStep())
    // An infinite relative step says that no preactivation moves: a stationary point.
    if (!Number.isFinite(size)) return end()
    losses.push(loss)
    stepSizes.push(size)
    model.advance(size)
  }
}
