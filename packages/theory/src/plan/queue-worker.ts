/** Runs the tasks of a queue in worker threads, while this thread keeps their locks. */

import type { QueueAddress } from '@multiview/cluster'
import { version } from '../version.ts'
import { programName } from './build.ts'
import type { ModuleFile } from './module-file.ts'
import { computedText } from './outcome.ts'
import { unpacked } from './packed-task.ts'
import { workerPool } from './pool.ts'
import { asOurs } from './queue-pool.ts'
import { taskKey } from './task-identity.ts'

export interface QueueWorkerOptions {
  readonly files: readonly ModuleFile[]
  readonly threads: number
  /** Megabytes that each thread may have; without it there is no limit. */
  readonly memory?: number | undefined
  readonly patience: number
  readonly warn: (line: string) => void
  /** Called with the number of tasks done, after each. */
  readonly done: (count: number) => void
}

/** @throws Suspended if the server cannot be reached; Refused if it refuses this user. */
export const queueWorker = async (
  address: QueueAddress,
  { files, threads, memory, patience, warn, done }: QueueWorkerOptions,
) => {
  const { serveQueue } = await import('@multiview/cluster')
  const pool = workerPool(threads, { warn, memory })
  let count = 0
  const worker = await serveQueue(address, {
    version: programName(files, address.secret),
    threads,
    patience,
    warn,
    run: async (key, packedTask) => {
      const task = unpacked(packedTask)
      if (taskKey(task) !== key) throw new Error('the task does not have the content of its key')
      try {
        return await computedText(version, task, () => pool.run(task))
      } finally {
        done(++count)
      }
    },
  }).catch(async error => {
    await pool.close()
    throw asOurs(error)
  })
  return {
    /** Rejects with Suspended when the server stays away. */
    gone: worker.gone.catch(error => {
      throw asOurs(error)
    }),
    close: async (): Promise<void> => {
      await Promise.all([worker.close(), pool.close()])
    },
  }
}
