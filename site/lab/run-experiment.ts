/** Runs an experiment in a worker. */

import type { Request } from './request.ts'
import type { Message } from './worker.ts'

/** @returns a function that ends the experiment early. */
export const runExperiment = (request: Request, take: (message: Message) => void): (() => void) => {
  let worker: Worker
  try {
    worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' })
  } catch (error) {
    take({ kind: 'failed', why: `This browser cannot start a worker: ${error}` })
    return () => {}
  }
  worker.onmessage = ({ data }: MessageEvent<Message>) => {
    // A worker without work would keep its memory.
    if (data.kind === 'done' || data.kind === 'failed') worker.terminate()
    take(data)
  }
  worker.onerror = event => take({ kind: 'failed', why: `The worker of this page failed: ${event.message}` })
  worker.postMessage(request)
  return () => worker.terminate()
}
