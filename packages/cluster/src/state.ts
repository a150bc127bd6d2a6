/** What a server has of multiview: who is there, and how many tasks wait or run. */

import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { connect, type QueueAddress } from './connection.ts'
import { prefix } from './keys.ts'
import { present } from './presence.ts'

/** The workers and tasks of one version. */
export interface QueueState {
  readonly machines: number
  /** Tasks that all workers together compute at a time. */
  readonly workers: number
  readonly running: number
  readonly waiting: number
  /** Versions of other clients and workers that are there. */
  readonly others: { readonly clients: readonly string[]; readonly workers: readonly string[] }
}

export const queueOf = (redis: Redis, version: string): Queue => {
  const queue = new Queue(version, {
    connection: redis,
    prefix,
    streams: { events: { maxLen: 100 } },
    skipWaitingForReady: true,
  })
  // The connection itself says what is wrong.
  queue.on('error', () => {})
  return queue
}

export const stateNow = async (redis: Redis, queue: Queue): Promise<QueueState> => {
  const [workers, clients, { active = 0, wait = 0, delayed = 0, prioritized = 0 }] = await Promise.all([
    present(redis, 'worker'),
    present(redis, 'client'),
    queue.getJobCounts('active', 'wait', 'delayed', 'prioritized'),
  ])
  const ours = workers.filter(({ version }) => version === queue.name)
  const others = (all: readonly { version: string }[]): string[] =>
    [...new Set(all.map(({ version }) => version).filter(version => version !== queue.name))].sort()
  return {
    machines: new Set(ours.map(({ host }) => host)).size,
    workers: ours.reduce((sum, { threads }) => sum + threads, 0),
    running: active,
    waiting: wait + delayed + prioritized,
    others: { clients: others(clients), workers: others(workers) },
  }
}

/** Everything of multiview that a server has. */
export interface Inventory {
  /** The queue of each version that has tasks or workers. */
  readonly queues: readonly (QueueState & { readonly version: string })[]
  readonly outcomes: number
  readonly arrays: number
}

const commands = async <T>(address: QueueAddress, work: (redis: Redis) => Promise<T>): Promise<T> => {
  const { redis, attempt, close } = await connect(address, 10)
  try {
    return await attempt(() => work(redis))
  } finally {
    close()
  }
}

/** @throws QueueGone, QueueRefused */
export const inventory = (address: QueueAddress): Promise<Inventory> =>
  commands(address, async redis => {
    const versions = new Set((await present(redis, 'worker')).map(({ version }) => version))
    let [outcomes, arrays] = [0, 0]
    for await (const keys of pagesOfKeys(redis))
      for (const key of keys) {
        if (key.startsWith(`${prefix}:outcome:`)) outcomes++
        else if (key.startsWith(`${prefix}:array:`)) arrays++
        const [, version] = /^[^:]+:([^:]+):meta$/.exec(key) ?? []
        if (version !== undefined) versions.add(version)
      }
    const queues = []
    for (const version of [...versions].sort())
      queues.push({ version, ...(await stateNow(redis, queueOf(redis, version))) })
    return { queues, outcomes, arrays }
  })

/**
 * Removes everything of multiview from a server, of all versions, and returns what there was. Tasks
 * that are running are not stopped, and their outcomes are stored.
 *
 * @throws QueueGone, QueueRefused
 */
export const emptyQueue = async (address: QueueAddress): Promise<Inventory> => {
  const before = await inventory(address)
  await commands(address, async redis => {
    for await (const keys of pagesOfKeys(redis)) if (keys.length > 0) await redis.unlink(keys)
  })
  return before
}

const pagesOfKeys = (redis: Redis): AsyncIterable<string[]> =>
  redis.scanStream({ match: `${prefix}:*`, count: 1000 })
