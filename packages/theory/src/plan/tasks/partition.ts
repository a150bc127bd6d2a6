/**
 * The mean error of disjoint ensembles of each size, over random partitions of one group of models.
 */

import { countEnsembleErrors } from '@multiview/network'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { anyNumber } from '../../files/numbers.ts'
import {
  errorInUnitsOfMu,
  type FreshSamples,
  type OnFreshSamples,
  outputsOn,
  type SampleKind,
  sampleKinds,
  sizesOf,
} from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { ofTesting } from './reads.ts'

export interface PartitionTask extends OnFreshSamples {
  readonly kind: 'partition'
  readonly sizes: readonly number[]
  readonly partitions: number
}

export interface PartitionResult {
  /** Error in units of μ of the ensembles of each size. */
  readonly errors: readonly number[]
}

export const partition: TaskKind<PartitionTask, PartitionResult> = {
  kind: 'partition',
  kept: false,
  reads: [...ofTesting, 'singleViewFraction', 'weightDecay'],
  run: task => {
    const { sizes } = task
    const groupsOf = sizes.map(size => groupsOfSize(task, size))
    const wrong = { single: sizes.map(() => 0), multi: sizes.map(() => 0) }
    for (const kind of sampleKinds)
      for (const { label, members } of outputsOn(task, kind))
        groupsOf.forEach((groups, at) => {
          for (const group of groups)
            wrong[kind][at] += countEnsembleErrors(
              Array.from(group, j => members[j]),
              label,
            )
        })
    return { errors: meanErrors(task, groupsOf, wrong) }
  },
  isResult: ({ sizes }, value) => isPartition(sizes, value),
}

const isPartition = (sizes: readonly number[], value: unknown): boolean =>
  v.is(v.object({ errors: v.pipe(v.array(anyNumber), v.length(sizes.length)) }), value)

/** Errors in units of μ, from the samples that the ensembles of each size get wrong. */
export const meanErrors = (
  task: FreshSamples,
  groupsOf: readonly (readonly Int32Array[])[],
  wrong: Readonly<Record<SampleKind, readonly number[]>>,
): number[] => {
  const { single, multi } = sizesOf(task)
  return groupsOf.map(({ length }, at) =>
    errorInUnitsOfMu(
      wrong.single[at] / length / single,
      wrong.multi[at] / length / multi,
      task.settings.singleViewFraction,
    ),
  )
}

type Partitioned = Pick<PartitionTask, 'seed' | 'testSet' | 'partitions'> & {
  readonly members: { readonly length: number }
}

/**
 * The ensembles of all partitions: each partition is the members in a random order, cut up; members
 * that do not fill a group are left out.
 */
export const groupsOfSize = (
  { seed, testSet, members, partitions }: Partitioned,
  size: number,
): Int32Array[] => {
  const random = stream(seed, 'partition', testSet, size)
  return Array.from({ length: partitions }, () => {
    const order = random.permutation(members.length)
    return Array.from({ length: Math.floor(members.length / size) }, (_, g) =>
      order.subarray(g * size, (g + 1) * size),
    )
  }).flat()
}
