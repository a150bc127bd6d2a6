/** Where the tasks of a run are computed, as the options say it. */

import type { Shard } from '../plan/shared-store.ts'
import { InputError } from './complaint.ts'
import { memoryOf, quoted, wholeNumber, workersOf } from './parse.ts'
import { protectedQueue } from './queue-access.ts'
import type { NamedQueue } from './queue-address.ts'
import type { RunOptions } from './verb.ts'

/**
 * Where tasks run: in threads here, or wherever a queue reaches. A share may have a queue of its
 * own.
 */
export interface Placement {
  readonly workers: number
  /** Megabytes that all threads may have together; without it there is no limit. */
  readonly memory?: number | undefined
  readonly queue?: NamedQueue | undefined
  /** The share of tasks at the queue that this machine computes too. */
  readonly audit?: number | undefined
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

/** The options that mean nothing without `--queue`. */
const ofQueue = {
  queueKey: '--queue-key',
  queuePasswordFile: '--queue-password-file',
  insecure: '--insecure',
  audit: '--audit',
} as const

type OfQueue = keyof typeof ofQueue

export const placementOf = ({
  workers,
  memory,
  queue,
  shard,
  wait,
  audit,
  ...access
}: Pick<RunOptions, 'workers' | 'memory' | 'queue' | 'shard' | 'wait' | OfQueue>): Placement => {
  for (const [name, flag] of Object.entries(ofQueue))
    if (queue === undefined && { audit, ...access }[name as OfQueue] !== undefined)
      throw new InputError(`${flag} belongs to a queue; give --queue with it, or remove it.`)
  if (wait !== undefined && queue === undefined && shard === undefined)
    throw new InputError(
      '--wait says how long to wait for a queue or for other shares; give --queue or --shard with it.',
    )
  return {
    workers: workersOf(workers),
    memory: memoryOf(memory),
    wait: wait === undefined ? undefined : waitOf(wait),
    audit: audit === undefined ? undefined : shareOf(audit),
    queue: queue === undefined ? undefined : protectedQueue({ queue, ...access }),
    shard: shard === undefined ? undefined : shardOf(shard),
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

const shareOf = (text: string): number => {
  const share = /^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (!(share >= 0 && share <= 1))
    throw new InputError(`--audit is ${quoted(text)}; it must be a number from 0 to 1, such as 0.02.`)
  return share
}

export const waitOf = (text: string): number => wholeNumber('--wait', text, 1, longestWait)
