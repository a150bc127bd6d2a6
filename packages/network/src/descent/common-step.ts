/** The gradient flow of any model on any objective, at steps that all weights share. */

import type { Objective } from '../objective/objective.ts'
import type { PathWork } from '../objective/path-work.ts'
import type { StepRule } from '../step-rule/rule.ts'
import { type Batches, keepBatch } from './batches.ts'
import { checkState, type Flow } from './flow.ts'
import type { Model } from './model.ts'
import { partsOf, type Velocity } from './velocity.ts'

export interface CommonStepOptions {
  readonly rule: StepRule
  /** Momentum and weight decay. Without them a step is along −∇L. */
  readonly velocity?: Velocity | undefined
  /**
   * The samples whose mean gradient a step takes, for outputs [N, k]; all unless given. The loss is
   * that of all samples.
   */
  readonly batches?: Batches | undefined
  /**
   * The step rule gets this in place of the loss, for an objective whose gradient is not the
   * gradient of a function.
   */
  readonly work?: PathWork | undefined
  /** No step is longer than this share of the time before it, if that is not 0. */
  readonly longestShare?: number | undefined
}

/** A flow at some step, as plain data. */
export interface CommonStepState {
  /** The loss before each step so far, and these steps. */
  readonly losses: Float64Array
  readonly stepSizes: Float64Array
  readonly time: number
  /** The state of the step rule. */
  readonly rule: Float64Array
  /** All weights of the model; empty for a model that has no `state`. */
  readonly weights: readonly Float64Array[]
  /** The velocity of the last step, if there is one. */
  readonly velocity?: readonly Float64Array[]
  readonly work?: number
}

export interface CommonStepFlow extends Flow<CommonStepState> {
  /** The loss before each step so far, and the steps η_t, [T]. */
  path(): Pick<CommonStepState, 'losses' | 'stepSizes'>
  /** A copy of the velocity of the last step, as `Model.parts` has the weights; empty without one. */
  velocity(): Float64Array[]
}

/**
 * w ← w − η_t ∇L(w), or w ← w + η_t v with a velocity. The model's `backward` has been called at the
 * present weights whenever `loss` or `outputs` has been read.
 *
 * `loss` throws a RangeError when it stops being a finite number, which happens when a constant
 * step is too large.
 */
export const commonStepFlow = (
  model: Model,
  objective: Objective,
  { rule, velocity, batches, work, longestShare }: CommonStepOptions,
): CommonStepFlow => {
  let losses: number[] = []
  let stepSizes: number[] = []
  let time = 0
  let present: Evaluation | null = null

  const evaluate = evaluationsOf(model, objective, { batches, work })
  const here = (): Evaluation => {
    present ??= { ...evaluate(losses.length), size: null, ruleBefore: rule.state() }
    return present
  }
  /** The step to take; the rule is asked once. */
  const sizeOf = (at: Evaluation): number => {
    if (at.size === null) {
      const size = rule.next(at.watched, () => model.relativeStep())
      at.size = longestShare !== undefined && time > 0 ? Math.min(size, longestShare * time) : size
    }
    return at.size
  }
  const path = () => ({ losses: Float64Array.from(losses), stepSizes: Float64Array.from(stepSizes) })
  return {
    get time() {
      return time
    },
    get loss() {
      return here().loss
    },
    get outputs() {
      return here().outputs
    },
    // An infinite relative step says that no preactivation moves: a stationary point.
    get isAtRest() {
      return !Number.isFinite(sizeOf(here()))
    },
    advance: until => {
      const at = here()
      const size = Math.min(sizeOf(at), until - time)
      time = size === until - time ? until : time + size
      losses.push(at.loss)
      stepSizes.push(size)
      velocity?.renew(partsOf(model))
      model.advance(size)
      present = null
    },
    synchronize: () => {},
    path,
    velocity: () => velocity?.state() ?? [],
    state: () => ({
      ...path(),
      time,
      rule: here().ruleBefore,
      weights: model.state?.() ?? [],
      ...(velocity !== undefined && { velocity: velocity.state() }),
      ...(work !== undefined && { work: work.sum() }),
    }),
    restore: state => {
      checkState(state, 'rule')
      if (model.restore === undefined)
        throw new Error('descend: this model does not save its weights, so that its run cannot be resumed.')
      model.restore(state.weights)
      rule.restore(state.rule)
      if (state.velocity !== undefined) velocity?.restore(state.velocity)
      if (state.work !== undefined) work?.restore(state.work)
      losses = Array.from(state.losses)
      stepSizes = Array.from(state.stepSizes)
      time = state.time
      present = null
    },
  }
}

/** The values at the present weights. */
interface Values {
  readonly outputs: Float64Array
  readonly loss: number
  /** What the step rule gets as the loss. */
  readonly watched: number
}

interface Evaluation extends Values {
  /** The next step; null until the rule has been asked. */
  size: number | null
  /** The state of the rule before it is asked. */
  readonly ruleBefore: Float64Array
}

/** Evaluates a model after so many steps, and calls its `backward`. */
const evaluationsOf = (
  model: Model,
  objective: Objective,
  { batches, work }: Pick<CommonStepOptions, 'batches' | 'work'>,
): ((steps: number) => Values) => {
  let outputGradient = new Float64Array(model.size * model.classes)
  return steps => {
    const outputs = model.outputs()
    if (outputGradient.length !== outputs.length) outputGradient = new Float64Array(outputs.length)
    const loss = objective.evaluate(outputs, outputGradient)
    if (!Number.isFinite(loss))
      throw new RangeError(`descend: the loss is ${loss} after ${steps} steps; take a smaller step.`)
    const watched = work?.add(outputs, outputGradient) ?? loss
    if (batches !== undefined) keepBatch(outputGradient, batches(steps), model.size)
    model.backward(outputGradient)
    return { outputs, loss, watched }
  }
}
