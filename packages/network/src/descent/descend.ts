/** Gradient descent of any model on any objective. */

import type { Objective } from '../objective/objective.ts'
import type { Checkpointing } from './checkpointing.ts'
import { type CommonStepOptions, type CommonStepState, commonStepFlow } from './common-step.ts'
import { type RunCheckpoint, type TrainOptions, train } from './flow.ts'
import type { Model } from './model.ts'

export interface DescentOptions<R = unknown>
  extends Pick<TrainOptions<CommonStepState, R>, 'targetLoss' | 'maxSteps' | 'isEnough'>,
    Pick<CommonStepOptions, 'rule' | 'velocity' | 'batches'> {
  /**
   * Called before every step, and once at the end, with the state that the step starts from. The
   * model's `backward` has been called at this state; its weights are still those of the state.
   */
  readonly record?: ((step: number, loss: number, moment: Moment) => void) | undefined
  /**
   * Saves the weights of the model with each state, before `record` is called. A run of a model
   * without `state` saves nothing and starts anew.
   */
  readonly checkpoint?: Checkpointing<DescentCheckpoint<R>> | undefined
  /** What a checkpoint holds besides the descent, such as a record. Called when one is due. */
  readonly recorded?: (() => R) | undefined
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

/** The state of a descent before a step, as plain data. */
export type DescentCheckpoint<R = unknown> = RunCheckpoint<CommonStepState, R>

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
 * const rule = stepRule({ ...regimes.limit, stepRule: 'constant' })
 * descend(model, crossEntropy(new Int32Array([1]), 2), { rule, targetLoss: 0, maxSteps: 5 }).steps // 5
 */
export const descend = <R = unknown>(
  model: Model,
  objective: Objective,
  options: DescentOptions<R>,
): DescentRun => {
  const { record, recorded, checkpoint, targetLoss, maxSteps, isEnough } = options
  const flow = commonStepFlow(model, objective, options)
  const steps = train<CommonStepState, R>(flow, {
    targetLoss,
    maxSteps,
    isEnough,
    checkpoint: model.state === undefined ? undefined : checkpoint,
    recorded: () => (recorded?.() ?? null) as R,
    record:
      record &&
      ((step, loss, isLast) =>
        record(step, loss, { isLast, time: flow.time, outputs: flow.outputs, velocity: flow.velocity })),
  })
  return { steps, loss: flow.loss, ...flow.path(), outputs: flow.outputs.slice() }
}
