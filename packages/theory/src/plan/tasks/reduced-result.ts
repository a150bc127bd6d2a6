/** What a file must hold to be taken for a run of a reduced model. */

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
