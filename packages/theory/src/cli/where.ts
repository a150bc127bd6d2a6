/** Where the tasks of a run are computed, as the options say it. */

import { InputError } from './complaint.ts'
import type { Where } from './in-scheduler.ts'
import { wholeNumber, workersOf } from './parse.ts'
import { queueNamed } from './queue-address.ts'

interface Options {
  readonly workers?: string
  readonly queue?: string
  readonly wait?: string
}

/** Seconds of the longest `--wait`: four weeks. */
const longestWait = 2_419_200

export const whereOf = ({ workers, queue, wait }: Options): Where => {
  if (wait !== undefined && queue === undefined)
    throw new InputError('--wait says how long to wait for a queue; give --queue with it.')
  return {
    workers: workersOf(workers),
    queue: queue === undefined ? undefined : queueNamed(queue),
    wait: wait === undefined ? undefined : waitOf(wait),
  }
}

export const waitOf = (text: string): number => wholeNumber('--wait', text, 1, longestWait)
