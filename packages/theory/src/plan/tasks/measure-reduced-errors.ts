/** Counts the errors of one ensemble of reduced models (or of one model) on fresh samples. */

import { countReducedErrors, type ReducedNetwork } from '@multiview/network'
import { chunksOf, type ErrorCounts, type FreshSamples, sampleKinds, sizesOf } from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'

export interface MeasureReducedErrorsTask extends FreshSamples {
  readonly kind: 'measure-reduced-errors'
  readonly members: readonly ReducedNetwork[]
}

export interface ReducedErrorCounts extends ErrorCounts {
  /** Errors that are not certain: comparisons between bounds. */
  readonly undecided: number
}

export const measureReducedErrors: TaskKind<MeasureReducedErrorsTask, ReducedErrorCounts> = {
  kind: 'measure-reduced-errors',
  kept: false,
  run: task => {
    const errors = { single: 0, multi: 0 }
    let undecided = 0
    for (const kind of sampleKinds)
      for (const { data } of chunksOf(task, kind, 200)) {
        const found = countReducedErrors(task.settings, task.members, data)
        errors[kind] += found.errors
        undecided += found.undecided
      }
    const { single, multi } = sizesOf(task)
    return {
      singleErrors: errors.single,
      singles: single,
      multiErrors: errors.multi,
      multis: multi,
      undecided,
    }
  },
}
