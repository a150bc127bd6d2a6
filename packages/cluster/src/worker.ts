/** The side that computes: takes tasks, and stores each outcome before its job counts as done. */

import { randomUUID } from 'node:crypto'
import { type Job, UnrecoverableError, Worker } from 'bullmq'
import type { Packed } from './client.ts'
import { computer } from './compute.ts'
import { connect, pause, type QueueAddress } from './connection.ts'
import { watchDeaths } from './deaths.ts'
import { every } from './every.ts'
import { attempts, keysOf, prefix } from './keys.ts'
import { announce, present, usualLifetime } from './presence.ts'
import { firstRest, restAfterFailures } from './rest.ts'
import { signer } from './signature.ts'

export interface WorkerOptions {
  /** The version of this program, as its clients name it. */
  readonly version: string
  /** The number of tasks that run at the same time. */
  readonly threads: number
  /** Seconds without the server after which the worker gives up. */
  readonly patience: number
  /** Milliseconds for which a task belongs to a worker that gives no sign of life; 10 s. */
  readonly lock?: number
  /** Milliseconds of the first rest on a machine where every task fails; 10 s. */
  readonly rest?: number
  readonly warn: (line: string) => void
  /**
   * Computes the text of an outcome. It must not block this thread: the lock of a task is renewed
   * here, and a task whose lock is not renewed is given to another worker. An error whose
   * `isOfMachine` is true says that this machine is the reason: after some in a row the worker
   * takes no task for a while.
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

/** @throws QueueGone, QueueRefused; RangeError for a secret of less than 32 bytes */
export const serveQueue = async (
  address: QueueAddress,
  { version, threads, patience, lock = usualLifetime, rest = firstRest, warn, run }: WorkerOptions,
): Promise<QueueWorker> => {
  const { shown, secret } = address
  const signing = signer(version, secret)
  const connection = await connect(address, patience, isThere =>
    warn(isThere ? `${shown} is back.` : `${shown} is away; waiting for it …`),
  )
  const { redis } = connection
  const keys = keysOf(version)
  const id = randomUUID()
  const here = announce(connection, 'worker', id, version, threads, lock)
  const deaths = watchDeaths(connection, { worker: id, nameOf: keys.begun, lifetime: lock, signer: signing })
  const resting = restAfterFailures(rest, warn, now =>
    now ? worker.resume() : void worker.pause(true).catch(() => {}),
  )
  const compute = computer(connection, { keys, deaths, rest: resting, signer: signing, warn, run })
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
      resting.end()
      await deaths.leave()
      await here.end()
      await Promise.race([worker.close(true).catch(() => {}), pause(longestFarewell)])
      connection.close()
    },
  }
}
