/**
 * @multiview/tensor/threads: large matrix products and compiled programs over several threads with
 * shared memory. The results have the same bits as on one thread. `jit` takes the threads as an
 * option. Jobs of other packages can use them too.
 *
 * Each thread has its own kernels and memory. For a product it computes a share of the rows (or
 * columns) of C. The thread of the caller computes a share too and waits for the others. Threads
 * only start if the caller asks for them. If several runs already use one core each, more threads
 * per product slow each other down.
 *
 * Arrays outside shared memory are copied there at each call. So put data that many calls read into
 * a `SharedArrayBuffer` once.
 *
 * A job of another package needs a worker module that calls `serveThreads`, and `share` of the
 * threads opened with this module.
 */
import { fail, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { MeasuredPace, type Pace } from '../jit/pace.ts'
import type { Gemm } from '../kernels/gemm/gemm.ts'
import { sharedGemm } from './gemm.ts'
import { type Address, beside, canShare, startThread } from './host.ts'
import { shareJob } from './share.ts'

export type { Pace } from '../jit/pace.ts'
export { Scratch } from '../kernels/scratch.ts'
export { sleep } from './done.ts'
export { type Address, beside } from './host.ts'
export { type Jobs, serveThreads } from './share.ts'

export interface ThreadOptions {
  /** The module that workers run instead of our own: a bundler moved it, or it serves more jobs. */
  readonly worker?: Address
}

export interface Threads {
  /** The number of threads that compute, including the caller's; 1 after `close`. */
  readonly count: number
  /**
   * `gemm` of @multiview/tensor/kernels, with the same arguments and bits. It returns when C is
   * written. It uses threads for products of sizes for which earlier calls were faster so. Trials
   * take at most a small share of the time.
   */
  readonly gemm: Gemm
  /**
   * Sends each share to its own worker, at most `count` − 1 of them, and runs `own` in the thread
   * of the caller meanwhile. Returns when all are done. The worker module must serve the job.
   * Throws a RangeError if a share fails, and throws what `own` throws.
   */
  share(job: string, shares: readonly unknown[], own: () => void): void
  /** Returns what decides for work that repeats whether its next run uses threads. */
  pace(): Pace
  /** Ends the workers. */
  close(): Promise<void>
}

/**
 * Starts threads for large products, `count` in all, including the caller's. If threads cannot
 * share memory (a page without cross-origin isolation), there is only the thread of the caller.
 *
 * The main thread of a page may not sleep and spins instead, so call it from a worker there.
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
    pace: () => new MeasuredPace(),
    close: async () => {
      await Promise.all(workers.splice(0).map(thread => thread.end()))
    },
  }
}
