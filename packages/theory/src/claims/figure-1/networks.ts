/** The kinds of Figure 1 for networks that learn their features. */

import type { ReducedRun, StudentRun } from '@multiview/network'
import { mean } from '../../statistics/index.ts'
import type { Context } from '../claim.ts'
import { averageOutputs, type Taught, teacherNames, teachersOf, testEach } from '../shared/distilled.ts'
import { errorOf } from '../shared/test-errors.ts'
import type { Draws, Errors } from './kinds.ts'

export interface NetworkSet {
  readonly errors: Errors
  readonly trained: readonly ReducedRun[]
  readonly students: readonly StudentRun[]
}

/**
 * On one data set: an ensemble, a student that learns from its outputs from scratch, a member that
 * is trained on the labels and then taught by another member, all networks trained as one average,
 * and a student of that average.
 *
 * The average has the factor Θ~(1) = L. So it is one network with L·m neurons for each class.
 */
export const networksOn = async (
  request: Context<Draws> & { readonly settings: Taught },
  dataSet: number,
): Promise<NetworkSet> => {
  const { scheduler, settings, seed, draws } = request
  const { members } = settings
  const wide = { ...request, settings: { ...settings, neurons: members * settings.neurons } }
  const names = (initialization: string) => ({ ...teacherNames(seed, dataSet, 0), initialization })
  const [networks, average] = await Promise.all([
    teachersOf(request, dataSet, members),
    scheduler.run({ kind: 'train-reduced', settings: wide.settings, names: names(`average of ${dataSet}`) }),
  ])
  const student = (teacher: Float64Array, afterTraining: boolean): Promise<StudentRun> =>
    scheduler.run({
      kind: 'distill',
      settings,
      names: afterTraining ? teacherNames(seed, dataSet, 0) : names(`student of ${dataSet}`),
      teacher,
      afterTraining,
      duration: 1,
      moments: 1,
    })
  const students = await Promise.all([
    student(averageOutputs(networks), false),
    student(networks[1].outputs, true),
    student(average.outputs, false),
  ])
  const testSet = `figure 1 on data set ${dataSet}`
  const [counts, [ofAverage]] = await Promise.all([
    testEach(request, testSet, draws, [
      networks,
      ...students.map(each => [each]),
      ...networks.map(each => [each]),
    ]),
    testEach(wide, testSet, draws, [[average]]),
  ])
  const [ensemble, distilled, selfDistilled, ofItsAverage, ...alone] = counts.map(each =>
    errorOf(each, settings),
  )
  return {
    errors: {
      single: mean(alone),
      ensemble,
      distilled,
      selfDistilled,
      average: errorOf(ofAverage, settings),
      ofAverage: ofItsAverage,
    },
    trained: [...networks, average, ...students],
    students,
  }
}
