/** The pool that computes the tasks of a run: threads here, or the workers of a queue. */

import { availableParallelism, totalmem } from 'node:os'
import { programName } from '../plan/build.ts'
import type { ModuleFile } from '../plan/module-file.ts'
import { type Pool, workerPool } from '../plan/pool.ts'
import { queuePool } from '../plan/queue-pool.ts'
import { megabytesPerThread } from './parse.ts'
import type { Placement } from './placement.ts'
import { noteOpenQueue } from './queue-address.ts'
import { watchQueue } from './watch-queue.ts'

/**
 * If there are more threads than cores, they wait for each other; four per core allow for cores
 * that Node does not count.
 */
const threadsPerCore = 4

/** @param memory megabytes of all threads */
const mostThreads = (memory: number): number =>
  Math.max(1, Math.min(threadsPerCore * availableParallelism(), Math.floor(memory / megabytesPerThread)))

/** Seconds without the queue after which a run is suspended. */
const usualPatience = 120

/** The pool, and the most workers that it has had. */
export const startPool = async (
  { workers, memory, queue, wait = usualPatience, audit }: Placement,
  files: readonly ModuleFile[],
  warn: (line: string) => void,
  quiet: boolean,
): Promise<{ pool: Pool; workers: () => number }> => {
  const threadPool = () => {
    const { threads, share } = threadsFor(workers, memory, quiet ? () => {} : warn)
    return { threads, pool: workerPool(threads, { warn, memory: share }) }
  }
  if (queue !== undefined) {
    noteOpenQueue(queue)
    const audited = audit ? { share: audit, pool: threadPool().pool } : undefined
    const pool = await queuePool(queue, { files, patience: wait, warn, audited })
    const { shown, secret } = queue
    const name = programName(files, secret)
    const state = () => pool.queue?.() ?? null
    const watch = watchQueue({ shown, isSigned: secret !== undefined, name, state }, warn)
    return {
      pool: {
        ...pool,
        close: async () => {
          watch.end()
          await pool.close()
        },
      },
      workers: watch.most,
    }
  }
  const { threads, pool } = threadPool()
  return { pool, workers: () => threads }
}

/**
 * Threads that are started for `--workers`.
 *
 * @param memory megabytes of all threads, if `--memory` gives it
 * @returns also the megabytes of each thread then
 */
export const threadsFor = (
  workers: number,
  memory: number | undefined,
  warn: (line: string) => void,
): { readonly threads: number; readonly share: number | undefined } => {
  const threads = Math.min(workers, mostThreads(memory ?? totalmem() / 2 ** 20))
  if (threads < workers)
    warn(
      `--workers ${workers}: this machine can use at most ${threads}${memory === undefined ? '' : ` with --memory ${memory}`}; these are started.`,
    )
  return { threads, share: memory && Math.floor(memory / threads) }
}
