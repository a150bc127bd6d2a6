/** What a file must hold to be taken for a run of a reduced model. */

import type { Settings } from '@multiview/network'
import * as v from 'valibot'

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const finite = v.pipe(v.number(), v.finite())
const array = (isLength: (length: number) => boolean) =>
  v.pipe(
    v.instance(Float64Array),
    v.check(values => isLength(values.length) && values.every(Number.isFinite)),
  )

/** Whether a value is a run of k classes with m neurons each. */
export const isReducedRun = ({ classes, neurons }: Settings, value: unknown): boolean =>
  v.is(
    v.looseObject({
      steps: count,
      time: finite,
      loss: finite,
      trainingErrors: count,
      initialStrength: array(length => length === 2 * classes),
      strength: array(length => length === 2 * classes),
      own: array(length => length === 2 * classes * neurons),
      promoted: array(length => length % 4 === 0),
      largestIdle: finite,
    }),
    value,
  )
