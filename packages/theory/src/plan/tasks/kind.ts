/** The one shape of a kind of task. */

/** Called now and then while a task runs, with the step and the loss of what it trains. */
export type ReportStep = (step: number, loss: number) => void

/** Where a task left off in an earlier attempt, if anywhere, and where it may leave off now and then. */
export interface Course {
  /** What `keep` was given last; undefined for a task that begins. */
  readonly from: unknown
  /** Takes plain data from which `run` goes on to the same result, bit for bit. */
  keep(state: unknown): void
  /** Whether `keep` would keep anything now: what costs much to gather need not be before. */
  isDue(): boolean
}

/**
 * What a kind of task does. A task is plain data (numbers, texts, lists, objects, Float64Array and Int32Array), its result too, and a pure
 * function of it, whichever worker runs it.
 */
export interface TaskKind<T extends { readonly kind: string }, R> {
  readonly kind: T['kind']
  /** Whether a result costs enough to be kept on disk. Progress counts such tasks as models. */
  readonly kept: boolean
  run(task: T, progress: ReportStep, course?: Course): R
  /** Whether a value from a file can be the result of a task; asked for kinds that are kept, after the checksum was found right. */
  isResult?(task: T, value: unknown): boolean
}
