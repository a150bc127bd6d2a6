/** Counts the errors of ensembles of reduced models on fresh samples, the same ones for all. */

import { countReducedErrors, type ReducedNetwork } from '@multiview/network'
import * as v from 'valibot'
import { count } from '../../files/numbers.ts'
import {
  chunksOf,
  countsOf,
  type ErrorCounts,
  type FreshSamples,
  sampleKinds,
  sizesOf,
} from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { ofTesting, without } from './reads.ts'

export interface MeasureReducedErrorsTask extends FreshSamples {
  readonly kind: 'measure-reduced-errors'
  /** The networks of each ensemble; one network is an ensemble, too. */
  readonly ensembles: readonly (readonly ReducedNetwork[])[]
}

export interface ReducedErrorCounts extends ErrorCounts {
  /** Errors that are not certain: comparisons between bounds. */
  readonly undecided: number
}

export const measureReducedErrors: TaskKind<MeasureReducedErrorsTask, readonly ReducedErrorCounts[]> = {
  kind: 'measure-reduced-errors',
  kept: false,
  reads: /* @__PURE__ */ without(ofTesting, 'featureNoise'),
  run: task => {
    const { ensembles, settings } = task
    const { single: singles, multi: multis } = sizesOf(task)
    const counts = ensembles.map(() => ({ errors: { single: 0, multi: 0 }, undecided: 0 }))
    for (const kind of sampleKinds)
      for (const { data } of chunksOf(task, kind, 200))
        ensembles.forEach((members, at) => {
          const found = countReducedErrors(settings, members, data)
          counts[at].errors[kind] += found.errors
          counts[at].undecided += found.undecided
        })
    return counts.map(({ errors, undecided }) => ({
      singleErrors: errors.single,
      singles,
      multiErrors: errors.multi,
      multis,
      undecided,
    }))
  },
  isResult: (task, value) =>
    v.is(
      v.pipe(v.array(v.object({ ...countsOf(task), undecided: count })), v.length(task.ensembles.length)),
      value,
    ),
}
