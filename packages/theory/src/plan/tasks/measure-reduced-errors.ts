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
import type { OpenSamples, TaskKind } from './kind.ts'
import { ofTesting, without } from './reads.ts'

export interface MeasureReducedErrorsTask extends FreshSamples {
  readonly kind: 'measure-reduced-errors'
  /** The networks of each ensemble; one network is an ensemble, too. */
  readonly ensembles: readonly (readonly ReducedNetwork[])[]
}

/** Errors, and how many of them are not certain: bounds leave these samples open. */
export interface ReducedErrorCounts extends ErrorCounts {
  readonly singleUndecided: number
  readonly multiUndecided: number
}

/** What the bounds leave open in some counts. */
export const openIn = (
  counts: readonly ReducedErrorCounts[],
): OpenSamples<readonly ReducedErrorCounts[]> => ({
  undecided: counts.reduce((all, each) => all + each.singleUndecided + each.multiUndecided, 0),
  compared: counts.reduce((all, each) => all + each.singles + each.multis, 0),
  ifRight: counts.map(each => ({
    ...each,
    singleErrors: each.singleErrors - each.singleUndecided,
    singleUndecided: 0,
    multiErrors: each.multiErrors - each.multiUndecided,
    multiUndecided: 0,
  })),
})

export const measureReducedErrors: TaskKind<MeasureReducedErrorsTask, readonly ReducedErrorCounts[]> = {
  kind: 'measure-reduced-errors',
  kept: false,
  reads: /* @__PURE__ */ without(ofTesting, 'featureNoise'),
  run: task => {
    const { ensembles, settings } = task
    const { single: singles, multi: multis } = sizesOf(task)
    const counts = ensembles.map(() => ({
      errors: { single: 0, multi: 0 },
      undecided: { single: 0, multi: 0 },
    }))
    for (const kind of sampleKinds)
      for (const { data } of chunksOf(task, kind, 200))
        ensembles.forEach((members, at) => {
          const found = countReducedErrors(settings, members, data)
          counts[at].errors[kind] += found.errors
          counts[at].undecided[kind] += found.undecided
        })
    return counts.map(({ errors, undecided }) => ({
      singleErrors: errors.single,
      singles,
      multiErrors: errors.multi,
      multis,
      singleUndecided: undecided.single,
      multiUndecided: undecided.multi,
    }))
  },
  isResult: (task, value) =>
    v.is(
      v.pipe(
        v.array(v.object({ ...countsOf(task), singleUndecided: count, multiUndecided: count })),
        v.length(task.ensembles.length),
      ),
      value,
    ),
  openSamples: openIn,
}
