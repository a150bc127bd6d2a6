/** Checkpoints of tasks that train a model step by step. */

import type { Course } from './kind.ts'

/** Steps after which a checkpoint is offered; how many of them are kept is a matter of time. */
export const checkpointSteps = 50

/** @param gather makes the plain data from which the task goes on; not called where nothing would be kept. */
export const offer = (course: Course | undefined, step: number, gather: () => unknown): void => {
  if (step > 0 && step % checkpointSteps === 0 && course?.isDue()) course.keep(gather())
}
