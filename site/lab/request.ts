/** What the page asks of its worker. */

import type { RunNames } from '@multiview/network'
import type { DialValues } from './dials.ts'

export interface Request {
  readonly values: DialValues
  readonly seed: number
  /** The number of the training set, and that of the initialization. */
  readonly data: number
  readonly start: number
  /** Members of the ensemble. */
  readonly members: number
  /** The students that are taught by networks. */
  readonly students: readonly TaughtStudent[]
}

/** A new network that the ensemble teaches, and the first network, which the second one teaches. */
export const taughtStudents = ['ensemble', 'self'] as const
export type TaughtStudent = (typeof taughtStudents)[number]

/** The names of the network of the race, and of the `further`-th one after it. */
export const namesOf = ({ seed, data, start }: Request, further = 0): RunNames => ({
  seed,
  dataset: `data ${data}`,
  initialization: `start ${start}${further === 0 ? '' : ` and ${further}`}`,
})

/** Steps of a network at most. */
const maxSteps = 600

/** How networks are trained. At q = 2 all neurons grow, and the limit model computes them. */
export const trainingOf = ({ q }: DialValues) =>
  q > 2
    ? ({ model: 'reduced', stepRule: 'multirate', maxSteps } as const)
    : ({ model: 'limit', stepRule: 'adaptive', maxSteps } as const)
