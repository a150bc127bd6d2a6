/** The side that computes: takes tasks, and stores each outcome before its job counts as done. */

import { createHash, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type Job, UnrecoverableError, Worker } from 'bullmq'
import type { Packed } from './client.ts'
import { connect, pause, type QueueAddress } from './connection.ts'
import { every } from './every.ts'
import {
  arrayKey,
  attempts,
  failureKeptFor,
  isKey,
  keptFor,
  keysOf,
  longestTask,
  longestValue,
  mostArrays,
  prefix,
} from './keys.ts'
import { announce, present } from './presence.ts'
import { storedBytes } from './stored.ts'

export interface WorkerOptions {
  /** The version of this program, as its clients name it. */
  readonly version: string
  /** The number of tasks that run at the same time. */
  readonly threads: number
  /** Seconds without the server after which the worker gives up. */
  readonly patience: number
  readonly warn: (line: string) => void
  /**
   * Computes the text of an outcome. It must not block this thread: the lock of a task is renewed
   * here, and a task whose lock is not renewed is given to another worker.
   */
  readonly run: (key: string, task: Packed) => Promise<string>
}

export interface QueueWorker {
  /** Rejects with QueueGone when the server stays away. */
  readonly gone: Promise<never>
  /** Stops at once. Other workers take its tasks within seconds. */
  close(): Promise<void>
}

/** Milliseconds for which a task belongs to a worker that does not renew its lock. */
const lock = 10_000

/** How many times a task is given to another worker because its machine was lost. */
const mostStalls = 100

/** Milliseconds between two looks for clients of other versions. */
const lookInterval = 3000

/** Milliseconds within which a worker must leave. */
const longestFarewell = 2000

/** Bytes of arrays that a worker keeps for the next tasks. */
const cacheSize = 2 ** 28

/** @throws QueueGone, QueueRefused */
export const serveQueue = async (
  address: QueueAddress,
  { version, threads, patience, warn, run }: WorkerOptions,
): Promise<QueueWorker> => {
  const { shown } = address
  const connection = await connect(address, patience, isThere =>
    warn(isThere ? `${shown} is back.` : `${shown} is away; waiting for it …`),
  )
  const { redis, attempt } = connection
  const keys = keysOf(version)

  const cache = new Map<string, Promise<Uint8Array>>()
  let cached = 0
  /** Fetches an array once, as long as there is room. */
  const arrayOf = (sha256: string): Promise<Uint8Array> => {
    const known = cache.get(sha256)
    if (known !== undefined) return known
    const fetched = attempt(() => storedBytes(redis, arrayKey(sha256))).then(bytes => {
      if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new Missing(sha256)
      cached += bytes.length
      return bytes
    })
    cache.set(sha256, fetched)
    fetched.catch(() => cache.delete(sha256))
    for (const [oldest, bytes] of cache) {
      if (cached <= cacheSize || oldest === sha256) break
      cache.delete(oldest)
      bytes.then(
        ({ length }) => {
          cached -= length
        },
        () => {},
      )
    }
    return fetched
  }

  const compute = async (job: Job<unknown>): Promise<void> => {
    const key = job.id
    const packed = packedIn(job.data)
    if (!isKey(key) || packed === null) throw new UnrecoverableError('it is not a task')
    // It was computed while this job was on its way.
    if ((await attempt(() => redis.exists(keys.outcome(key)))) === 0) {
      try {
        const arrays = new Map<string, Uint8Array>()
        for (const sha256 of packed.arrays) arrays.set(sha256, await arrayOf(sha256))
        const outcome = await run(key, { text: packed.text, arrays })
        if (Buffer.byteLength(outcome) > longestValue)
          throw new UnrecoverableError(`its result has more than the ${longestValue} bytes of a queue`)
        await attempt(() => redis.set(keys.outcome(key), outcome, 'EX', keptFor))
      } catch (error) {
        // The client uploads it again.
        if (error instanceof Missing) throw new UnrecoverableError(error.message)
        if (error instanceof UnrecoverableError || job.attemptsMade + 1 >= attempts) {
          const message = `${hostname()}: ${(error as Error).message}`
          await attempt(() => redis.set(keys.failure(key), message.slice(0, 1000), 'EX', failureKeptFor))
        }
        throw error
      }
    }
  }
  const worker = new Worker(version, compute, {
    connection: redis,
    prefix,
    concurrency: threads,
    lockDuration: lock,
    stalledInterval: lock / 2,
    maxStalledCount: mostStalls,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  })
  // The connection says what is wrong. Another worker may have taken a job meanwhile.
  worker.on('error', () => {})
  const tell = (job: Job | undefined): void => {
    if (job?.id !== undefined) redis.publish(keys.done, job.id).catch(() => {})
  }
  worker.on('completed', tell)
  worker.on('failed', (job, error) => {
    if (job !== undefined && (error instanceof UnrecoverableError || job.attemptsMade >= attempts)) tell(job)
  })
  const here = announce(connection, 'worker', randomUUID(), version, threads)
  const told = new Set([version])
  const look = every(lookInterval, async () => {
    if (redis.status !== 'ready') return
    for (const { version: other } of await present(redis, 'client')) {
      if (told.has(other)) continue
      told.add(other)
      warn(
        `${shown} has a client of multiview ${other}; this worker is ${version} and takes none of its tasks.`,
      )
    }
  })
  const gone = connection.orGone(new Promise<never>(() => {}))
  gone.catch(() => {})
  return {
    gone,
    close: async () => {
      look.end()
      await here.end()
      await Promise.race([worker.close(true).catch(() => {}), pause(longestFarewell)])
      connection.close()
    },
  }
}

/** An array that has expired, or whose bytes are not those of its hash. */
class Missing extends Error {
  constructor(sha256: string) {
    super(`the array ${sha256} is missing`)
  }
}

/** The task in a job's data; null for anything else. */
const packedIn = (data: unknown): { readonly text: string; readonly arrays: readonly string[] } | null => {
  const { text, arrays } = Object(data) as { text?: unknown; arrays?: unknown }
  return typeof text === 'string' &&
    text.length <= longestTask &&
    Array.isArray(arrays) &&
    arrays.length <= mostArrays &&
    arrays.every(isKey)
    ? { text, arrays }
    : null
}
