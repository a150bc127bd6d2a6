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

/** A network whose noise is shorter takes steps of each class by itself; common ones never end. */
const leastNoise = 0.2

/**
 * How the network of the race is trained. Its classes share their steps, and so the time axis, if
 * that ends.
 */
export const raceTraining = ({ xi }: DialValues) =>
  xi < leastNoise
    ? ({ stepRule: 'multirate', maxSteps: 600 } as const)
    : ({ stepRule: 'adaptive', maxSteps: 4000 } as const)
