/**
 * A job that several threads share: how shares are sent, how a worker computes them, and how errors
 * are reported.
 */
import { computeLoopShare, loopJob } from '../jit/share-loop.ts'
import { kernelState, useFusedMultiplyAdd } from '../kernels/engine.ts'
import { finish, newDone, waitForAll } from './done.ts'
import { insideThread, type Thread } from './host.ts'
import { multiply, type ProductShare } from './product-share.ts'

/**
 * What a worker does with a share of each job, by the name of the job. It reads only the share. The
 * arrays of a share are in shared memory, and the results are written there.
 */
export type Jobs = Readonly<Record<string, (share: never) => void>>

/** The message to a worker. */
interface Message {
  readonly job: string
  readonly share: unknown
  readonly fused: boolean
  /** The counts [shares done, shares failed], in shared memory. */
  readonly done: Int32Array
}

/**
 * Sends each share to its own worker, runs `own` in this thread meanwhile, and waits for the
 * workers, also if `own` throws.
 *
 * @throws RangeError if a share fails in its worker; also throws what `own` throws.
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
 * A worker module calls this once. It computes shares of matrix products, of compiled programs and
 * of the given jobs until the thread is ended. A package with its own job gives the module that
 * calls this as `worker` to `openThreads`.
 *
 * Example: `await serveThreads({ 'sum of rows': (share: RowsShare) => sumRows(share) })`
 */
export const serveThreads = async (jobs: Jobs = {}): Promise<void> => {
  const known: Jobs = {
    [product]: (share: ProductShare) => multiply(share),
    [loopJob]: computeLoopShare,
    ...jobs,
  }
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

/** The name of the job that every worker serves. */
export const product = 'matrix product'
