/** What `multiview worker` does. */

import { programName } from '../plan/build.ts'
import { queueWorker } from '../plan/queue-worker.ts'
import { claimsOfFiles } from './claim-files.ts'
import { type NamedQueue, noteOpenQueue } from './queue-address.ts'
import { threadsFor } from './start-pool.ts'

export interface Service {
  readonly queue: NamedQueue
  /** Threads, unless the memory is too small for so many. */
  readonly wanted: number
  /** Megabytes that all threads may have together; without it there is no limit. */
  readonly memory: number | undefined
  /** Seconds without the queue after which it ends. */
  readonly patience: number
  /** Files with claims of the user. */
  readonly claims: readonly string[]
  readonly quiet: boolean
}

/** Computes tasks until a signal ends it or the queue is gone. Returns the exit status. */
export const serve = async ({ queue, wanted, memory, patience, claims, quiet }: Service): Promise<number> => {
  const { files } = await claimsOfFiles(claims)
  noteOpenQueue(queue)
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const tell = quiet ? () => {} : warn
  const { threads, share } = threadsFor(wanted, memory, tell)
  let count = 0
  const worker = await queueWorker(queue, {
    files,
    threads,
    memory: share,
    patience,
    warn,
    done: now => {
      count = now
    },
  })
  tell(
    `${threads === 1 ? '1 worker' : `${threads} workers`} of multiview ${programName(files, queue.secret)} at ${queue.shown}; Ctrl-C stops.`,
  )
  try {
    return await Promise.race([worker.gone, signal()])
  } finally {
    await worker.close()
    tell(`Stopped after ${count} ${count === 1 ? 'task' : 'tasks'}.`)
  }
}

/** The exit status of the signal that ends this process. It resolves when the signal comes. */
const signal = (): Promise<number> =>
  new Promise(resolve => {
    process.once('SIGINT', () => resolve(130))
    process.once('SIGTERM', () => resolve(143))
  })
