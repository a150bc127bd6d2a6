/** The one shape of a kind of task. */

import type { Checkpointing } from '@multiview/network'

/** Called now and then while a task runs, with the step and the loss of what it trains. */
export type ReportStep = (step: number, loss: number) => void

/**
 * What a kind of task does. A task is plain data (numbers, texts, lists, objects, Float64Array and
 * Int32Array), its result too, and a pure function of it, whichever worker runs it.
 */
export interface TaskKind<T extends { readonly kind: string }, R> {
  readonly kind: T['kind']
  /** Whether a result costs enough to be kept on disk. Progress counts such tasks as models. */
  readonly kept: boolean
  /**
   * @param checkpoint resumes from a state that this kind saved itself: its type is the kind's own.
   */
  run(task: T, progress: ReportStep, checkpoint?: Checkpointing<never>): R
  /**
   * Whether a value from a file can be the result of a task; asked for kinds that are kept, after
   * the checksum was found right.
   */
  isResult?(task: T, value: unknown): boolean
}
