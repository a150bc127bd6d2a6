/** A pool of Web Workers for the scheduler of claims. */

import type { Pool, ResultOf, Task } from '@multiview/theory'

interface Waiting {
  readonly task: Task
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/** @param address of the script of a worker, which answers a task with its result. */
export const webPool = (address: string, size: number): Pool => {
  const waiting: Waiting[] = []
  const idle: Worker[] = []
  const workers: Worker[] = []
  const next = (): void => {
    if (waiting.length === 0) return
    const worker = idle.pop() ?? (workers.length < size ? started() : undefined)
    if (worker === undefined) return
    const { task, resolve, reject } = waiting.shift() as Waiting
    worker.onmessage = ({ data }: MessageEvent) => {
      idle.push(worker)
      resolve(data as never)
      next()
    }
    worker.onerror = event => {
      event.preventDefault()
      idle.push(worker)
      reject(new Error(event.message))
      next()
    }
    worker.postMessage({ kind: 'task', task })
  }
  const started = (): Worker => {
    const worker = new Worker(address, { type: 'module' })
    workers.push(worker)
    return worker
  }
  return {
    run: <T extends Task>(task: T) =>
      new Promise<ResultOf<T>>((resolve, reject) => {
        waiting.push({ task, resolve: resolve as Waiting['resolve'], reject })
        next()
      }),
    latest: () => null,
    close: async () => {
      for (const worker of workers) worker.terminate()
    },
  }
}
