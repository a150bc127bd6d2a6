/** Where runs of reduced models may be interrupted, and where they are resumed. */

/** Where a run may leave off, and where it goes on. */
export interface ReducedCourse<C> {
  /** Is offered a checkpoint before every `every` steps, which costs as much as some steps to gather. */
  readonly checkpoints?: { readonly every: number; readonly offer: (gather: () => C) => void }
  /** Goes on from here: the same settings and names then end at the same bits as without the interruption. */
  readonly from?: C
}

/** Whether a checkpoint is offered before a step. */
export const isOffered = <Offers extends { readonly every: number }>(
  step: number,
  checkpoints: Offers | undefined,
): checkpoints is Offers => checkpoints !== undefined && step > 0 && step % checkpoints.every === 0

/**
 * The course of a run by its step rule: its checkpoints are of the type `To`.
 *
 * @throws RangeError for a checkpoint of a run with another rule: those at common steps have a `descent`.
 */
export const courseOf = <From, To>(course: ReducedCourse<From>, isMultirate: boolean): ReducedCourse<To> => {
  if (course.from !== undefined && 'descent' in (course.from as object) === isMultirate)
    throw new RangeError(
      'the checkpoint is of a run with another stepRule; resume with the stepRule of that run, or start anew.',
    )
  return course as unknown as ReducedCourse<To>
}
