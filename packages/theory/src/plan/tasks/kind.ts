/** The interface of a kind of task. */

import type { Checkpointing, SettingName } from '@multiview/network'

/**
 * What a task recorded besides its descent before the checkpoint that it resumes from; undefined
 * for a new run.
 */
export const recordOf = <R>(checkpoint: Checkpointing<never> | undefined): R | undefined =>
  (checkpoint as Checkpointing<{ readonly record: R }> | undefined)?.resumeFrom?.record

/** Called while a task trains, with the step and the loss. */
export type ReportStep = (step: number, loss: number) => void

/** What the bounds of a model's outputs leave open in a result. */
export interface OpenSamples<R> {
  /** Comparisons that the bounds do not decide, each counted as an error, of all that were made. */
  readonly undecided: number
  readonly compared: number
  /** The result if each of these is right. */
  readonly ifRight: R
}

/**
 * A kind of task. A task is plain data (numbers, texts, lists, objects, Float64Array and
 * Int32Array), and so is its result. The result is a pure function of the task, on every worker.
 */
export interface TaskKind<T extends { readonly kind: string }, R> {
  readonly kind: T['kind']
  /** Whether a result takes long enough to be saved. Progress counts such tasks as models. */
  readonly kept: boolean
  /**
   * The settings that change the result, or of which it refuses some values. A setting that no
   * task of a claim reads is refused before anything runs.
   */
  readonly reads: readonly SettingName[]
  /**
   * @param checkpoint resumes from a state that this kind saved itself: its type is the kind's own.
   */
  run(task: T, progress: ReportStep, checkpoint?: Checkpointing<never>): R
  /** Whether a value, which comes from a file or a queue, can be the result of a task. */
  isResult(task: T, value: unknown): boolean
  /** For a kind that compares outputs which are known between bounds. */
  openSamples?(result: R): OpenSamples<R>
}
