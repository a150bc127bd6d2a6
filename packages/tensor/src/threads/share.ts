/**
 * One job that several threads share: how shares go out, how a worker computes them, and how all of
 * them end.
 */
import { kernelState, useFusedMultiplyAdd } from '../kernels/engine.ts'
import { finish, newDone, waitForAll } from './done.ts'
import { insideThread, type Thread } from './host.ts'
import { multiply, type ProductShare } from './product-share.ts'

/**
 * What a worker does with a share of each job, by the job's name. A share is all that it reads; its
 * arrays lie in shared memory, and its results go there.
 */
export type Jobs = Readonly<Record<string, (share: never) => void>>

/** What a worker is sent. */
interface Message {
  readonly job: string
  readonly share: unknown
  readonly fused: boolean
  /** [shares done, shares failed], in shared memory. */
  readonly done: Int32Array
}

/**
 * Sends each share to a worker of its own, runs `own` in this thread meanwhile, and waits for the
 * workers, also when `own` throws.
 *
 * @throws RangeError when a share fails in its worker, and what `own` throws.
 */
export const shareJob = (
  workers: readonly Thread[],
  job: string,
  shares: readonly unknown[],
  own: () => void,
): void => {
  if (shares.length > workers.length)
    throw new RangeError(`threads: ${shares.length} shares are too many; there are ${workers.length} workers`)
  const done = newDone()
  const { fused } = kernelState()
  shares.forEach((share, i) => {
    workers[i].post({ job, share, fused, done } satisfies Message)
  })
  let failed = 0
  try {
    own()
  } finally {
    failed = waitForAll(done, shares.length)
  }
  if (failed > 0)
    throw new RangeError(
      `threads: ${failed} of ${shares.length} shares of the job "${job}" failed in their workers; ` +
        'there was no memory for their blocks, or the worker module does not serve this job',
    )
}

/**
 * What a worker module calls once: computes shares of matrix products and of the jobs given, until
 * the thread is ended. A package with a job of its own names the module that calls this as `worker`
 * of `openThreads`.
 *
 * Example: `await serveThreads({ 'sum of rows': (share: RowsShare) => sumRows(share) })`
 */
export const serveThreads = async (jobs: Jobs = {}): Promise<void> => {
  const known: Jobs = { [product]: (share: ProductShare) => multiply(share), ...jobs }
  const here = await insideThread()
  here.listen(message => {
    const { job, share, fused, done } = message as Message
    let failed = false
    try {
      useFusedMultiplyAdd(fused)
      known[job](share as never)
    } catch {
      failed = true
    }
    finish(done, failed)
  })
  here.post('ready')
}

/** The job of every worker. */
export const product = 'matrix product'
