/**
 * The mean error of disjoint ensembles of reduced models of each size, over random partitions of
 * one group of models.
 */

import { countReducedErrors, type ReducedNetwork } from '@multiview/network'
import * as v from 'valibot'
import { anyNumber, count } from '../../files/numbers.ts'
import { chunksOf, type FreshSamples, sampleKinds } from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { groupsOfSize, meanErrors, type PartitionResult } from './partition.ts'
import { ofTesting, without } from './reads.ts'

export interface ReducedPartitionTask extends FreshSamples {
  readonly kind: 'reduced-partition'
  readonly members: readonly ReducedNetwork[]
  readonly sizes: readonly number[]
  readonly partitions: number
}

export interface ReducedPartitionResult extends PartitionResult {
  /** The errors if no sample that the bounds leave open is one. */
  readonly errorsIfRight: readonly number[]
  /** Comparisons that the bounds leave open, of all. */
  readonly undecided: number
  readonly compared: number
}

export const reducedPartition: TaskKind<ReducedPartitionTask, ReducedPartitionResult> = {
  kind: 'reduced-partition',
  kept: false,
  reads: [...without(ofTesting, 'featureNoise'), 'singleViewFraction'],
  run: task => {
    const groupsOf = task.sizes.map(size => groupsOfSize(task, size))
    const none = () => ({ single: task.sizes.map(() => 0), multi: task.sizes.map(() => 0) })
    const [wrong, certain] = [none(), none()]
    let [undecided, compared] = [0, 0]
    for (const kind of sampleKinds)
      for (const { data } of chunksOf(task, kind, 200)) {
        const counts = countReducedErrors(task.settings, task.members, data, groupsOf.flat())
        let next = 0
        groupsOf.forEach(({ length }, at) => {
          for (const end = next + length; next < end; next++) {
            wrong[kind][at] += counts[next].errors
            certain[kind][at] += counts[next].errors - counts[next].undecided
            undecided += counts[next].undecided
            compared += data.size
          }
        })
      }
    return {
      errors: meanErrors(task, groupsOf, wrong),
      errorsIfRight: meanErrors(task, groupsOf, certain),
      undecided,
      compared,
    }
  },
  isResult: ({ sizes }, value) => {
    const errors = v.pipe(v.array(anyNumber), v.length(sizes.length))
    return v.is(v.object({ errors, errorsIfRight: errors, undecided: count, compared: count }), value)
  },
  openSamples: ({ errorsIfRight, undecided, compared }) => ({
    undecided,
    compared,
    ifRight: { errors: errorsIfRight, errorsIfRight, undecided: 0, compared },
  }),
}
