/** Checkpoints: how a run that was interrupted resumes and ends with the same bits. */

/**
 * When to save the state of a run, and the state to resume from. A state is plain data: all that
 * does not follow from the settings and the names of the run.
 *
 * Usage:
 * `trainLimitModel(settings, names, { checkpoint: { isDue: step => step % 100 === 0, save } })`
 */
export interface Checkpointing<S> {
  /** The state that an earlier attempt saved last; undefined for a new run. */
  readonly resumeFrom?: S | undefined
  /**
   * Whether to save the state before this step. Gathering a state costs time, so this is called
   * before it.
   */
  isDue(step: number): boolean
  save(state: S): void
}
