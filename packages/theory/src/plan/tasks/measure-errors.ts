/** Counts the errors of one ensemble (or of one model) on fresh samples. */

import { countEnsembleErrors } from '@multiview/network'
import * as v from 'valibot'
import {
  countsOf,
  type ErrorCounts,
  type OnFreshSamples,
  outputsOn,
  type SampleKind,
  sizesOf,
} from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { ofTesting } from './reads.ts'

export interface MeasureErrorsTask extends OnFreshSamples {
  readonly kind: 'measure-errors'
}

export const measureErrors: TaskKind<MeasureErrorsTask, ErrorCounts> = {
  kind: 'measure-errors',
  kept: false,
  reads: [...ofTesting, 'weightDecay'],
  run: task => {
    const errorsOn = (kind: SampleKind): number => {
      let errors = 0
      for (const { label, members } of outputsOn(task, kind)) errors += countEnsembleErrors(members, label)
      return errors
    }
    const { single, multi } = sizesOf(task)
    return {
      singleErrors: errorsOn('single'),
      singles: single,
      multiErrors: errorsOn('multi'),
      multis: multi,
    }
  },
  isResult: (task, value) => v.is(v.object(countsOf(task)), value),
}
