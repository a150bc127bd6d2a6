/** The course of a task, as the training of reduced models takes it. */

import type { ReducedCourse } from '@multiview/network'
import type { Course } from './kind.ts'
import { checkpointSteps } from './offer.ts'

/** @param course of a task whose checkpoints are of the type C. */
export const reducedCourse = <C>(course: Course | undefined): ReducedCourse<C> =>
  course === undefined
    ? {}
    : {
        checkpoints: {
          every: checkpointSteps,
          // A reduced model has many weights and much history, and takes short steps.
          offer: gather => {
            if (course.isDue()) course.keep(gather())
          },
        },
        ...(course.from !== undefined && { from: course.from as C }),
      }
