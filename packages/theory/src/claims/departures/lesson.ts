/** The networks of one data set without one departure, and their errors on fresh samples. */

import type { ReducedTeacher, StudentRun } from '@multiview/network'
import type { ErrorCounts } from '../../plan/tasks/fresh-samples.ts'
import type { Context } from '../claim.ts'
import {
  averageOutputs,
  type Taught,
  teacherNames,
  teachersOf,
  testEach,
  testReduced,
} from '../shared/distilled.ts'
import { errorOf, type Samples, sizesOf } from '../shared/test-errors.ts'
import { ofLabels, ofStudents, type Variant } from './variants.ts'

export interface Draws extends Samples {
  /** Data sets, each with an ensemble and its students. */
  readonly dataSets: number
  /** The same where students scatter more. */
  readonly dataSetsScattered: number
  /** The ratio T/t₁. */
  readonly duration: number
  /** Moments from t₁ to T at which a student is tested. */
  readonly moments: number
}

export type Request = Context<Draws> & { readonly settings: Taught }

export interface Lesson {
  readonly teachers: readonly ReducedTeacher[]
  /** Errors of the first network, and of the ensemble (Theorems 1 and 2). */
  readonly single: ErrorCounts
  readonly ensemble: ErrorCounts
  /** The student of the ensemble (Theorem 3), and its errors at the moment when it errs most. */
  readonly student: StudentRun
  readonly worst: ErrorCounts
  /** Errors of the first network after it was taught by the second (Theorem 4). */
  readonly pair: ErrorCounts
}

/** The names of the student of data set d. */
const studentNames = (seed: number, dataSet: number) => ({
  ...teacherNames(seed, dataSet, 0),
  initialization: `student of ${dataSet}`,
})

/** All that is trained and tested on data set d without one departure. */
export const lesson = async (request: Request, variant: Variant, dataSet: number): Promise<Lesson> => {
  const { scheduler, seed, draws } = request
  const labelled = { ...request, settings: ofLabels(request.settings, variant) }
  const { settings } = labelled
  const teachers = await teachersOf(labelled, dataSet, settings.members)
  const taught = {
    kind: 'distill',
    settings: ofStudents(request.settings, variant),
  } as const
  const [student, pair] = await Promise.all([
    scheduler.run({
      ...taught,
      names: studentNames(seed, dataSet),
      teacher: averageOutputs(teachers),
      afterTraining: false,
      duration: draws.duration,
      moments: draws.moments,
    }),
    scheduler.run({
      ...taught,
      names: teacherNames(seed, dataSet, 0),
      teacher: teachers[1].outputs,
      afterTraining: true,
      duration: 1,
      moments: 1,
    }),
  ])
  const test = (name: string) =>
    [labelled, `${name} on data set ${dataSet}, ${variant.id}`, sizesOf(draws, settings)] as const
  const [[single, ensemble], atMoments, [afterPair]] = await Promise.all([
    testEach(...test('networks'), [[teachers[0]], teachers]),
    testEach(...test('students'), momentsOf(student)),
    testEach(...test('pairs'), [[pair]]),
  ])
  const worst = atMoments.reduce((a, b) => (errorOf(b, settings) > errorOf(a, settings) ? b : a))
  return { teachers, single, ensemble, student, worst, pair: afterPair }
}

/** The student at each moment; at its end if it did not match its teacher. */
const momentsOf = (student: StudentRun) =>
  (student.moments.length > 0 ? student.moments : [student]).map(moment => [
    { ...moment, largestIdle: student.largestIdle },
  ])

/** Errors of a student of the labels alone, from the start of the student of data set d. */
export const ofLabelsAlone = async (request: Request, dataSet: number): Promise<ErrorCounts> => {
  const { scheduler, settings, seed, draws } = request
  const network = await scheduler.run({
    kind: 'train-reduced',
    settings,
    names: studentNames(seed, dataSet),
  })
  return testReduced(request, `labels alone on data set ${dataSet}`, sizesOf(draws, settings), [network])
}
