/** Runs tasks on worker threads, and tells how far the training among them has come. */

import { Tinypool } from 'tinypool'
import type { ResultOf, Task } from './tasks/index.ts'

export interface Pool {
  run<T extends Task>(task: T): Promise<ResultOf<T>>
  /** What the model trained last reported: its step and its loss. */
  latest(): { step: number; loss: number } | null
  close(): Promise<void>
}

/** What a worker is handed: the task, and two shared numbers [step, loss] into which it reports. */
export interface Job {
  readonly task: Task
  readonly report: Float64Array
}

export const workerPool = (workers: number): Pool => {
  const pool = new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    runtime: 'worker_threads',
    minThreads: workers,
    maxThreads: workers,
  })
  const report = new Float64Array(new SharedArrayBuffer(16))
  return {
    run: async task => (await pool.run({ task, report } satisfies Job)) as never,
    latest: () => (report[0] > 0 ? { step: report[0], loss: report[1] } : null),
    close: () => pool.destroy(),
  }
}
