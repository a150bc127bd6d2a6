/** What the page asks of its worker. */

import type { RunNames } from '@multiview/network'
import type { DialValues } from './dials.ts'

export interface Request {
  readonly values: DialValues
  readonly seed: number
  /** Number of the training set, and of the initialization. */
  readonly data: number
  readonly start: number
  /** Members of the ensemble. */
  readonly members: number
}

/** The names of the network of the race, and of the `further`-th one after it. */
export const namesOf = ({ seed, data, start }: Request, further = 0): RunNames => ({
  seed,
  dataset: `data ${data}`,
  initialization: `start ${start}${further === 0 ? '' : ` and ${further}`}`,
})

/** Steps of the network of the race, which all its weights share. */
export const raceSteps = 4000
