/** The side that computes: takes tasks, and stores each outcome before its job counts as done. */

import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type Job, UnrecoverableError, Worker } from 'bullmq'
import { fetchedArrays, Missing } from './arrays.ts'
import type { Packed } from './client.ts'
import { connect, pause, type QueueAddress } from './connection.ts'
import { watchDeaths } from './deaths.ts'
import { every } from './every.ts'
import { failureText } from './failure.ts'
import {
  attempts,
  failureKeptFor,
  isKey,
  keptFor,
  keysOf,
  longestTask,
  longestValue,
  mostArrays,
  mostDeaths,
  prefix,
} from './keys.ts'
import { announce, present, usualLifetime } from './presence.ts'
import { turns } from './turns.ts'

export interface WorkerOptions {
  /** The version of this program, as its clients name it. */
  readonly version: string
  /** The number of tasks that run at the same time. */
  readonly threads: number
  /** Seconds without the server after which the worker gives up. */
  readonly patience: number
  /** Milliseconds for which a task belongs to a worker that gives no sign of life; 10 s. */
  readonly lock?: number
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

/**
 * How many times a task is given to another worker because its machine was lost. It is larger than
 * the number of deaths, since connections and servers are lost, too.
 */
const mostStalls = 100

/** Milliseconds between two looks for clients of other versions. */
const lookInterval = 3000

/** Milliseconds within which a worker must leave. */
const longestFarewell = 2000

/** @throws QueueGone, QueueRefused */
export const serveQueue = async (
  address: QueueAddress,
  { version, threads, patience, lock = usualLifetime, warn, run }: WorkerOptions,
): Promise<QueueWorker> => {
  const { shown } = address
  const connection = await connect(address, patience, isThere =>
    warn(isThere ? `${shown} is back.` : `${shown} is away; waiting for it …`),
  )
  const { redis, attempt } = connection
  const keys = keysOf(version)

  const arrayOf = fetchedArrays(connection)
  const id = randomUUID()
  const here = announce(connection, 'worker', id, version, threads, lock)
  const deaths = watchDeaths(connection, id, keys.begun, lock)
  const turn = turns()

  const fail = async (key: string, message: string, isDeadly = false): Promise<void> => {
    await attempt(() =>
      redis.set(keys.failure(key), failureText({ message, isDeadly }), 'EX', failureKeptFor),
    )
    await deaths.forget(key)
  }
  const computed = async (job: Job, key: string, packed: PackedText): Promise<void> => {
    try {
      const arrays = new Map<string, Uint8Array>()
      for (const sha256 of packed.arrays) arrays.set(sha256, await arrayOf(sha256))
      const outcome = await run(key, { text: packed.text, arrays })
      if (Buffer.byteLength(outcome) > longestValue)
        throw new UnrecoverableError(`its result has more than the ${longestValue} bytes of a queue`)
      await attempt(() => redis.set(keys.outcome(key), outcome, 'EX', keptFor))
      await deaths.forget(key)
    } catch (error) {
      // The client uploads it again.
      if (error instanceof Missing) throw new UnrecoverableError(error.message)
      if (error instanceof UnrecoverableError || job.attemptsMade + 1 >= attempts)
        await fail(key, `${hostname()}: ${(error as Error).message}`)
      throw error
    }
  }
  const compute = async (job: Job<unknown>): Promise<void> => {
    const key = job.id
    const packed = packedIn(job.data)
    if (!isKey(key) || packed === null) throw new UnrecoverableError('it is not a task')
    // It was computed while this job was on its way.
    if ((await attempt(() => redis.exists(keys.outcome(key)))) === 1) return
    const begun = await attempt(() => deaths.begun(key))
    const dead = begun >= mostDeaths ? await deaths.dead(key) : []
    if (dead.length >= mostDeaths) {
      await fail(key, `${dead.length} workers died during it: on ${dead.join(', on ')}`, true)
      throw new UnrecoverableError('its workers died')
    }
    // Alone, a task is killed by no other one of this process, and kills no other one.
    const endTurn = await turn.take(begun >= mostDeaths - 1)
    try {
      await deaths.begin(key)
      await computed(job, key, packed)
    } finally {
      endTurn()
      await deaths.end(key).catch(() => {})
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
      await deaths.leave()
      await here.end()
      await Promise.race([worker.close(true).catch(() => {}), pause(longestFarewell)])
      connection.close()
    },
  }
}

interface PackedText {
  readonly text: string
  readonly arrays: readonly string[]
}

/** The task in a job's data; null for anything else. */
const packedIn = (data: unknown): PackedText | null => {
  const { text, arrays } = Object(data) as { text?: unknown; arrays?: unknown }
  return typeof text === 'string' &&
    text.length <= longestTask &&
    Array.isArray(arrays) &&
    arrays.length <= mostArrays &&
    arrays.every(isKey)
    ? { text, arrays }
    : null
}
