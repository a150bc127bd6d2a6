/** Gradient descent of any model on any objective. */

import type { Objective } from '../objective/objective.ts'
import { type Batches, keepBatch } from './batches.ts'
import type { Checkpointing } from './checkpointing.ts'
import type { Model } from './model.ts'
import type { StepRule } from './step-rule.ts'
import { partsOf, type Velocity } from './velocity.ts'

export interface DescentOptions {
  readonly rule: StepRule
  /** Momentum and weight decay. Without them a step is along −∇L. */
  readonly velocity?: Velocity | undefined
  /**
   * The samples whose mean gradient a step takes, for outputs [N, k]; all unless given. The loss is
   * that of all samples.
   */
  readonly batches?: Batches | undefined
  /** Descent ends when the loss is at most this. */
  readonly targetLoss: number
  /** Descent ends after this many steps, those before a checkpoint included. */
  readonly maxSteps: number
  /** Descent ends when the outputs F [N, k] are good enough. */
  readonly isEnough?: ((outputs: Float64Array) => boolean) | undefined
  /**
   * Called before every step, and once at the end, with the state that the step starts from. The
   * model's `backward` has been called at this state; its weights are still those of the state.
   */
  readonly record?: ((step: number, loss: number, moment: Moment) => void) | undefined
  /**
   * To resume, the model must already have the weights of that step. A state is saved before
   * `record` is called.
   */
  readonly checkpoint?: Checkpointing<DescentCheckpoint> | undefined
}

/** What `record` gets besides the model. */
export interface Moment {
  /** Whether descent ends here. */
  readonly isLast: boolean
  /** Σ η of the steps so far: the time of the gradient flow. */
  readonly time: number
  /** F [N, k]; the array is reused by the next step. */
  readonly outputs: Float64Array
  /** A copy of the velocity of the last step, as `Model.parts` has the weights; empty without one. */
  velocity(): Float64Array[]
}

/** The state of a descent at some step, as plain data, without the weights of the model. */
export interface DescentCheckpoint {
  /** The loss before each step so far. */
  readonly losses: Float64Array
  /** The steps so far. */
  readonly stepSizes: Float64Array
  /** The state of the step rule. */
  readonly rule: Float64Array
  /** The velocity of the last step, if there is one. */
  readonly velocity?: readonly Float64Array[]
}

export interface DescentRun {
  /** Steps taken, those before a checkpoint included. */
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
 * w ← w − η_t ∇L(w), or w ← w + η_t v with a velocity, until the loss reaches its target, the
 * outputs are good enough, no preactivation changes, or the steps are used up.
 *
 * @throws RangeError when the loss stops being a finite number, which happens when a constant step
 * is too large.
 * @example
 * const model = autodiffModel({ classes: 2, size: 1, parameters: { w: tensor([0, 0]) }, outputs: ({ w }) => w.reshape([1, 2]) })
 * const rule = stepRule({ ...regimes.quick, stepRule: 'constant' })
 * descend(model, crossEntropy(new Int32Array([1]), 2), { rule, targetLoss: 0, maxSteps: 5 }).steps // 5
 */
export const descend = (model: Model, objective: Objective, options: DescentOptions): DescentRun => {
  const { rule, velocity, batches, targetLoss, maxSteps, isEnough, record, checkpoint } = options
  const from = checkpoint?.resumeFrom
  let outputGradient = new Float64Array(model.size * model.classes)
  const losses = Array.from(from?.losses ?? [])
  const stepSizes = Array.from(from?.stepSizes ?? [])
  let time = stepSizes.reduce((sum, size) => sum + size, 0)
  if (from !== undefined) rule.restore(from.rule)
  if (from?.velocity !== undefined) velocity?.restore(from.velocity)
  for (let step = losses.length; ; step++) {
    const outputs = model.outputs()
    // A model that stores only some of its outputs may add others during the run.
    if (outputGradient.length !== outputs.length) outputGradient = new Float64Array(outputs.length)
    const loss = objective.evaluate(outputs, outputGradient)
    if (!Number.isFinite(loss))
      throw new RangeError(`descend: the loss is ${loss} after ${step} steps; take a smaller step.`)
    const isDone = loss <= targetLoss || step >= maxSteps || isEnough?.(outputs) === true
    const ruleBefore = rule.state()
    if (batches !== undefined) keepBatch(outputGradient, batches(step), model.size)
    if (!isDone || record !== undefined) model.backward(outputGradient)
    const size = isDone ? Number.NaN : rule.next(loss, () => model.relativeStep())
    // An infinite relative step says that no preactivation moves: a stationary point.
    const isLast = isDone || !Number.isFinite(size)
    const path = () => ({ losses: Float64Array.from(losses), stepSizes: Float64Array.from(stepSizes) })
    const velocityBefore = (): Float64Array[] => velocity?.state() ?? []
    if (checkpoint?.isDue(step))
      checkpoint.save({
        ...path(),
        rule: ruleBefore,
        ...(velocity !== undefined && { velocity: velocityBefore() }),
      })
    record?.(step, loss, { isLast, time, outputs, velocity: velocityBefore })
    if (isLast) return { steps: step, loss, ...path(), outputs: outputs.slice() }
    losses.push(loss)
    stepSizes.push(size)
    time += size
    velocity?.renew(partsOf(model))
    model.advance(size)
  }
}
