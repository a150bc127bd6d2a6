/** Where the tasks of a run are computed, as the options say it. */

import type { QueueAddress } from '@multiview/cluster'
import type { Shard } from '../plan/shared-store.ts'
import { InputError } from './complaint.ts'
import { quoted, wholeNumber, workersOf } from './parse.ts'
import { queueNamed } from './queue-address.ts'
import type { RunOptions } from './verb.ts'

/** Where tasks run: in threads here, or wherever a queue reaches. */
export interface Placement {
  readonly workers: number
  readonly queue?: QueueAddress | undefined
  /** The share of this process, if several have the same folder. */
  readonly shard?: Shard | undefined
  /**
   * Seconds without the queue, or without results of other shares, after which the run is
   * suspended.
   */
  readonly wait?: number | undefined
}

/** Seconds of the longest `--wait`: four weeks. */
const longestWait = 2_419_200

/** More processes than any machine room has. */
const mostShards = 100_000

export const placementOf = ({
  workers,
  queue,
  shard,
  wait,
}: Pick<RunOptions, 'workers' | 'queue' | 'shard' | 'wait'>): Placement => {
  if (wait !== undefined && queue === undefined && shard === undefined)
    throw new InputError(
      '--wait says how long to wait for a queue or for other shares; give --queue or --shard with it.',
    )
  if (queue !== undefined && shard !== undefined)
    throw new InputError('--queue and --shard are two ways to use many machines; give one of them.')
  return {
    workers: workersOf(workers),
    queue: queue === undefined ? undefined : queueNamed(queue),
    shard: shard === undefined ? undefined : shardOf(shard),
    wait: wait === undefined ? undefined : waitOf(wait),
  }
}

const shardOf = (text: string): Shard => {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  const shard = { index: Number(index), count: Number(count) }
  if (!(shard.index >= 1 && shard.index <= shard.count && shard.count <= mostShards))
    throw new InputError(
      `--shard is ${quoted(text)}; write it as I/N, such as 2/3, with I from 1 to N and N at most ${mostShards}.`,
    )
  return shard
}

export const waitOf = (text: string): number => wholeNumber('--wait', text, 1, longestWait)
