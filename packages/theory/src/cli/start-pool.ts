/** The pool that computes the tasks of a run: threads here, or the workers of a queue. */

import { availableParallelism, totalmem } from 'node:os'
import { programName } from '../plan/build.ts'
import type { ModuleFile } from '../plan/module-file.ts'
import { type Pool, workerPool } from '../plan/pool.ts'
import { queuePool } from '../plan/queue-pool.ts'
import type { Placement } from './placement.ts'
import { noteOpenQueue } from './queue-address.ts'
import { watchQueue } from './watch-queue.ts'

/**
 * If there are more threads than cores, they wait for each other; four per core allow for cores
 * that Node does not count.
 */
const threadsPerCore = 4
/** Bytes that a thread takes with its program and a small model. */
const bytesPerThread = 2 ** 27

const mostThreads = (): number =>
  Math.max(1, Math.min(threadsPerCore * availableParallelism(), Math.floor(totalmem() / bytesPerThread)))

/** Seconds without the queue after which a run is suspended. */
const usualPatience = 120

/** The pool, and the most workers that it has had. */
export const startPool = async (
  { workers, queue, wait = usualPatience, audit }: Placement,
  files: readonly ModuleFile[],
  warn: (line: string) => void,
  quiet: boolean,
): Promise<{ pool: Pool; workers: () => number }> => {
  if (queue !== undefined) {
    noteOpenQueue(queue)
    const audited = audit
      ? { share: audit, pool: workerPool(threadsFor(workers, quiet ? () => {} : warn), { warn }) }
      : undefined
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
  const threads = threadsFor(workers, quiet ? () => {} : warn)
  return { pool: workerPool(threads, { warn }), workers: () => threads }
}

/** Threads that are started for `--workers`. */
export const threadsFor = (workers: number, warn: (line: string) => void): number => {
  const threads = Math.min(workers, mostThreads())
  if (threads < workers)
    warn(`--workers ${workers}: this machine can use at most ${threads}; these are started.`)
  return threads
}
