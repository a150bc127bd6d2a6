/**
 * The mean error of disjoint ensembles of reduced models of each size, over random partitions of
 * one group of models.
 */

import { countReducedErrors, type ReducedNetwork } from '@multiview/network'
import { chunksOf, type FreshSamples, sampleKinds } from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { groupsOfSize, isPartition, meanErrors, type PartitionResult } from './partition.ts'
import { ofTesting, without } from './reads.ts'

export interface ReducedPartitionTask extends FreshSamples {
  readonly kind: 'reduced-partition'
  readonly members: readonly ReducedNetwork[]
  readonly sizes: readonly number[]
  readonly partitions: number
}

export const reducedPartition: TaskKind<ReducedPartitionTask, PartitionResult> = {
  kind: 'reduced-partition',
  kept: false,
  reads: [...without(ofTesting, 'featureNoise'), 'singleViewFraction'],
  run: task => {
    const groupsOf = task.sizes.map(size => groupsOfSize(task, size))
    const wrong = { single: task.sizes.map(() => 0), multi: task.sizes.map(() => 0) }
    for (const kind of sampleKinds)
      for (const { data } of chunksOf(task, kind, 200)) {
        const counts = countReducedErrors(task.settings, task.members, data, groupsOf.flat())
        let next = 0
        groupsOf.forEach(({ length }, at) => {
          for (const end = next + length; next < end; next++) wrong[kind][at] += counts[next].errors
        })
      }
    return { errors: meanErrors(task, groupsOf, wrong) }
  },
  isResult: ({ sizes }, value) => isPartition(sizes, value),
}
