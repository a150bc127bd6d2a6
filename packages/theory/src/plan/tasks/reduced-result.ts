/** The check of a reduced model's run that was read from a file. */

import { featureCount, type Settings } from '@multiview/network'
import * as v from 'valibot'
import { count, finite, finiteArray } from '../../files/numbers.ts'

/** Whether a value is a run of k classes with V views and m neurons each. */
export const isReducedRun = (settings: Settings, value: unknown): boolean => {
  const features = featureCount(settings)
  return v.is(
    v.looseObject({
      steps: count,
      time: finite,
      loss: finite,
      trainingErrors: count,
      initialStrength: finiteArray(features),
      strength: finiteArray(features),
      own: finiteArray(features * settings.neurons),
      promoted: v.pipe(
        finiteArray(),
        v.check(values => values.length % 4 === 0),
      ),
      largestIdle: finite,
    }),
    value,
  )
}
