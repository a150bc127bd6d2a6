/**
 * @multiview/tensor/threads: one large matrix product over several threads with shared memory, to
 * the same bits as on one; and the same for jobs of other packages.
 *
 * Each thread has kernels and a memory of its own. Of a product it computes a share of the rows (or
 * columns) of C; the caller's thread computes a share too and waits for the others. The caller asks
 * for threads; nothing starts them by itself. If runs go side by side, one per core, more threads
 * per product only slow each other down.
 *
 * Arrays that do not lie in shared memory are copied there at each call, so put what many calls
 * read into a `SharedArrayBuffer` once.
 *
 * A job of another package takes a worker module that calls `serveThreads`, and `share` of the
 * threads opened with it.
 */
import { fail, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import type { Gemm } from '../kernels/gemm/gemm.ts'
import { sharedGemm } from './gemm.ts'
import { type Address, beside, canShare, startThread } from './host.ts'
import { shareJob } from './share.ts'

export { sleep } from './done.ts'
export { type Address, beside } from './host.ts'
export { Scratch } from './scratch.ts'
export { type Jobs, serveThreads } from './share.ts'

export interface ThreadOptions {
  /**
   * The module that workers run, in place of our own: one that a bundler moved, or one that serves
   * more jobs.
   */
  readonly worker?: Address
}

export interface Threads {
  /** Threads that compute, the caller's included; 1 after `close`. */
  readonly count: number
  /**
   * `gemm` of @multiview/tensor/kernels, with its arguments and its bits; returns when C is
   * written. A product is shared if a model of its cost expects a gain. The first one of some size
   * measures what threads cost on this machine, which takes some hundredths of a second; a fiftieth
   * of the time goes to measuring it again.
   */
  readonly gemm: Gemm
  /**
   * Sends each share to a worker of its own, at most `count` − 1 of them, runs `own` in the
   * caller's thread meanwhile, and returns when all are done. The worker module must serve the job.
   * Throws a RangeError when a share fails, and what `own` throws.
   */
  share(job: string, shares: readonly unknown[], own: () => void): void
  /** Ends the workers. */
  close(): Promise<void>
}

/**
 * Starts threads for large products: `count` in all, the caller's included. If threads cannot share
 * memory (a page without cross-origin isolation) there is one, the caller's.
 *
 * A page's own thread may not sleep and spins instead: call it from a worker there.
 *
 * @throws TensorError for a count that is not a whole number of at least 1. Rejects if a worker
 * does not start.
 * @example
 * const threads = await openThreads(1) // or as many as there are cores
 * const a = matrixView(new Float64Array(4).fill(1), 2, 2)
 * const c = matrixView(new Float64Array(4), 2, 2)
 * threads.gemm(a, a, c)
 * [...c.data] // [2, 2, 2, 2]
 * await threads.close()
 */
export const openThreads = async (count: number, options: ThreadOptions = {}): Promise<Threads> => {
  checkOptions('openThreads', options, { worker: '' })
  const { worker = beside('./worker.js', import.meta) } = options
  if (!(Number.isInteger(count) && count >= 1))
    fail('openThreads', `the count is ${told(count)}; it must be a whole number of at least 1`)
  const workers =
    count === 1 || !canShare()
      ? []
      : await Promise.all(
          Array.from({ length: count - 1 }, async () => {
            const thread = await startThread(worker)
            await thread.next()
            return thread
          }),
        )
  return {
    get count() {
      return workers.length + 1
    },
    gemm: sharedGemm(workers),
    share: (job, shares, own) => shareJob(workers, job, shares, own),
    close: async () => {
      await Promise.all(workers.splice(0).map(thread => thread.end()))
    },
  }
}
