/** The check of a reduced model's run that was read from a file. */

import type { Settings } from '@multiview/network'
import * as v from 'valibot'
import { count, finite, finiteArray } from '../../files/numbers.ts'

/** Whether a value is a run of k classes with m neurons each. */
export const isReducedRun = ({ classes, neurons }: Settings, value: unknown): boolean =>
  v.is(
    v.looseObject({
      steps: count,
      time: finite,
      loss: finite,
      trainingErrors: count,
      initialStrength: finiteArray(2 * classes),
      strength: finiteArray(2 * classes),
      own: finiteArray(2 * classes * neurons),
      promoted: v.pipe(
        finiteArray(),
        v.check(values => values.length % 4 === 0),
      ),
      largestIdle: finite,
    }),
    value,
  )
