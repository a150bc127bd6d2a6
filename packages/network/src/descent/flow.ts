/** A training run as the gradient flow of an objective, whatever integrates it. */

import type { Checkpointing } from './checkpointing.ts'

/**
 * A network that follows the gradient flow of one objective. There are two integrators: one step
 * that all weights share (common-step.ts), and steps of each class by itself
 * (reduced/multirate/model.ts).
 *
 * @typeParam S the state as plain data, weights included.
 */
export interface Flow<S> {
  /** t, the time of the gradient flow since the run began: the sum of its steps. */
  readonly time: number
  /** L at the present outputs. */
  readonly loss: number
  /** The present F, in the layout of the model; the array is reused by the next step. */
  readonly outputs: Float64Array
  /** Whether no step would change anything. */
  readonly isAtRest: boolean
  /**
   * Takes one step, or one round of steps of the classes. It ends at the time `until` at the
   * latest. If it ends there, all classes are at that time.
   */
  advance(until: number): void
  /** Brings all classes to the present time. */
  synchronize(): void
  /** The present state: enough to resume from to the same bits. */
  state(): S
  /** Resumes from a state. @throws RangeError for a state of another network. */
  restore(state: S): void
}

/**
 * @throws RangeError unless a checkpoint has this field, which states of the other integrator lack.
 */
export const checkState = (state: unknown, field: string): void => {
  if (!(typeof state === 'object' && state !== null && field in state))
    throw new RangeError(
      'the checkpoint is of a run with another model or version; resume with the model and version of that run, ' +
        'or start anew.',
    )
}

/** The state of a run before a step, with any integrator. */
export interface RunCheckpoint<S, R> {
  /** Steps so far. */
  readonly steps: number
  readonly flow: S
  /** What the run has recorded so far. */
  readonly record: R
}

/** What a run does before and after each step, and when it ends. */
export interface Course<S, R> {
  readonly checkpoint?: Checkpointing<RunCheckpoint<S, R>> | undefined
  /** What a checkpoint holds besides the flow; called when one is due. */
  recorded(): R
  /** Called before each step; says whether the run ends there. */
  endsAt(step: number): boolean
  /** The time at which the next step ends at the latest; infinite unless given. */
  until?(): number
  /** Called after each step, with the number of that step. */
  after?(step: number): void
}

/**
 * Takes steps until the end of the course, and saves checkpoints on the way. A run that resumes
 * restores the flow first.
 *
 * @returns the steps taken, those before a checkpoint included.
 */
export const follow = <S, R>(flow: Flow<S>, course: Course<S, R>): number => {
  const { checkpoint } = course
  const from = checkpoint?.resumeFrom
  if (from !== undefined) flow.restore(from.flow)
  for (let step = from?.steps ?? 0; ; step++) {
    if (checkpoint?.isDue(step))
      checkpoint.save({ steps: step, flow: flow.state(), record: course.recorded() })
    if (course.endsAt(step)) return step
    flow.advance(course.until?.() ?? Number.POSITIVE_INFINITY)
    course.after?.(step)
  }
}

/** When a training run ends, and what is recorded of it. */
export interface TrainOptions<S, R> extends Pick<Course<S, R>, 'checkpoint' | 'recorded'> {
  /** Training ends when the loss is at most this. */
  readonly targetLoss: number
  /** Training ends after this many steps, those before a checkpoint included. */
  readonly maxSteps: number
  /** Training ends when the outputs are good enough. */
  readonly isEnough?: ((outputs: Float64Array) => boolean) | undefined
  /**
   * Called before every step, and once at the end, with the state that the step starts from.
   * `isLast` says whether the run ends here. A run with steps of each class continues if its loss
   * is above the target again once all classes are at the same time.
   */
  readonly record?: ((step: number, loss: number, isLast: boolean) => void) | undefined
}

/** Trains a network to the target loss. @returns the steps taken. */
export const train = <S, R>(flow: Flow<S>, options: TrainOptions<S, R>): number => {
  const { targetLoss, maxSteps, isEnough, record, checkpoint, recorded } = options
  const isOver = (step: number): boolean =>
    flow.loss <= targetLoss || step >= maxSteps || isEnough?.(flow.outputs) === true || flow.isAtRest
  return follow(flow, {
    checkpoint,
    recorded,
    endsAt: step => {
      const isLast = isOver(step)
      record?.(step, flow.loss, isLast)
      if (!isLast) return false
      flow.synchronize()
      return isOver(step)
    },
  })
}
