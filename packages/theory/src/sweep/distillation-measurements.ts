/**
 * What a sweep measures in a regime of distillation: single models, their ensemble, its student,
 * and a student of one model.
 */

import type { ReducedRun } from '@multiview/network'
import { mostOpen, whyUnknown } from '../claims/open-samples.ts'
import {
  averageOutputs,
  shareOfBoth,
  taught,
  teacherNames,
  teachersOf,
  testReduced,
  wrongNeurons,
} from '../claims/shared/distilled.ts'
import { errorOf } from '../claims/shared/test-errors.ts'
import { theorem1Single } from '../claims/theorem-1-single/claim.ts'
import { theorem2Ensemble } from '../claims/theorem-2-ensemble/claim.ts'
import { theorem3Distillation } from '../claims/theorem-3-distillation/claim.ts'
import { theorem4SelfDistillation } from '../claims/theorem-4-self-distillation/claim.ts'
import { coveringBoth } from '../estimates/several.ts'
import { ofError, ofShare, ofSize, type Span } from '../estimates/span.ts'
import { Impossible } from '../plan/impossible.ts'
import type { ErrorCounts } from '../plan/tasks/fresh-samples.ts'
import { openIn } from '../plan/tasks/measure-reduced-errors.ts'
import {
  type Cell,
  exactLimits,
  type MeasuredExactly,
  type Measurement,
  meanOf,
  testSizes,
} from './measurement.ts'

type Tested = Pick<ReducedRun, 'own' | 'promoted' | 'largestIdle'>

const distilled = (cell: Cell, dataSet: number, initialization: string, teacher: Float64Array) =>
  cell.scheduler.run({
    kind: 'distill',
    settings: taught(cell).settings,
    names: { ...teacherNames(cell.seed, dataSet, 0), initialization },
    teacher,
    afterTraining: false,
    duration: 1,
    moments: 1,
  })

/** A student of the ensemble of all members, trained from scratch. */
const studentOf = async (cell: Cell, dataSet: number) => {
  const teachers = await teachersOf(taught(cell), dataSet, cell.settings.members)
  return distilled(cell, dataSet, `student of ${dataSet}`, averageOutputs(teachers))
}

/** Model 1, trained on the labels and then taught by model 0. */
const selfTaught = async (cell: Cell, dataSet: number) => {
  const request = taught(cell)
  const [teacher] = await teachersOf(request, dataSet, 1)
  return cell.scheduler.run({
    kind: 'distill',
    settings: request.settings,
    names: teacherNames(cell.seed, dataSet, 1),
    teacher: teacher.outputs,
    afterTraining: true,
    duration: 1,
    moments: 1,
  })
}

/**
 * The mean over data sets of the error of some networks of each, and exact limits of the mean error
 * of exactly these networks. Samples that the bounds of the model leave open count both ways.
 *
 * @throws RangeError if these are too many.
 */
const measuredError = async (
  cell: Cell,
  unit: string,
  networks: (dataSet: number) => Promise<readonly Tested[]>,
): Promise<MeasuredExactly> => {
  const request = taught(cell)
  const { settings } = request
  const counts = await Promise.all(
    Array.from({ length: cell.models }, async (_, dataSet) =>
      testReduced(request, `sweep ${dataSet}`, testSizes, await networks(dataSet)),
    ),
  )
  const { undecided, compared, ifRight } = openIn(counts)
  if (undecided > mostOpen * compared) throw new Impossible(whyUnknown(undecided / compared))
  const mean = (of: readonly ErrorCounts[]): MeasuredExactly =>
    meanOf(
      of.map(each => errorOf(each, settings)),
      unit,
      ofError(settings),
    )
  return {
    ...coveringBoth(mean(counts), mean(ifRight)),
    exact: { ...exactLimits(counts, settings), low: exactLimits(ifRight, settings).low },
  }
}

const membersOf = (cell: Cell, dataSet: number, count: number): Promise<readonly Tested[]> =>
  teachersOf(taught(cell), dataSet, count)

export const distillationMeasurements: readonly Measurement[] = [
  {
    name: 'single',
    title: 'error of a single model, in μ',
    tasks: ['train-reduced', 'measure-reduced-errors'],
    bound: theorem1Single.bound,
    measure: cell => measuredError(cell, 'data set with one model', d => membersOf(cell, d, 1)),
  },
  {
    name: 'ensemble',
    title: 'error of an ensemble, in μ',
    tasks: ['train-reduced', 'measure-reduced-errors'],
    bound: theorem2Ensemble.bound,
    measure: cell =>
      measuredError(cell, 'data set with its ensemble', d => membersOf(cell, d, cell.settings.members)),
  },
  {
    name: 'distilled',
    title: 'error of the ensemble’s student, in μ',
    tasks: ['train-reduced', 'distill', 'measure-reduced-errors'],
    bound: theorem3Distillation.bound,
    measure: cell => measuredError(cell, 'data set with one student', async d => [await studentOf(cell, d)]),
  },
  {
    name: 'selfDistilled',
    title: 'error of a model taught by one other, in μ',
    tasks: ['train-reduced', 'distill', 'measure-reduced-errors'],
    bound: theorem4SelfDistillation.bound,
    measure: cell => measuredError(cell, 'data set with one pair', async d => [await selfTaught(cell, d)]),
  },
  {
    name: 'bothViews',
    title: 'share of classes with all views in the student',
    tasks: ['train-reduced', 'distill'],
    bound: null,
    measure: cell =>
      measuredOfStudents(cell, ({ strength }) => shareOfBoth(strength, cell.settings.views), ofShare),
  },
  {
    name: 'wrongNeurons',
    title: 'neurons grown on wrong features, per class',
    tasks: ['train-reduced', 'distill'],
    bound: null,
    measure: cell => {
      const { classes } = cell.settings
      return measuredOfStudents(cell, student => wrongNeurons(student) / classes, ofSize)
    },
  },
]

/** The mean over data sets of a quantity of the student. */
const measuredOfStudents = async (
  cell: Cell,
  value: (student: ReducedRun) => number,
  span: Span,
): Promise<MeasuredExactly> => {
  const values = await Promise.all(
    Array.from({ length: cell.models }, async (_, d) => value(await studentOf(cell, d))),
  )
  return meanOf(values, 'data set with one student', span)
}
