/**
 * @multiview/tensor/threads: one large matrix product, or one dense training step, over several threads with shared memory, to
 * the same bits as on one.
 *
 * Each thread has kernels and a memory of its own. Of a product it computes a share of the rows (or columns) of C, of a step
 * the neurons of some classes; the caller's thread computes a share too and waits for the others. Asked for, never by itself:
 * where runs go side by side, one a core, more threads a product would only be in each other's way.
 *
 * Arrays that do not lie in shared memory are copied there at each call. For a step that is all of X, so what many steps read
 * is better put into a `SharedArrayBuffer` once.
 */
import { fail, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { denseStep } from '../kernels/dense-step.ts'
import { gemm } from '../kernels/gemm/gemm.ts'
import { sharedDenseStep } from './dense-step.ts'
import { sharedGemm } from './gemm.ts'
import { type Address, beside, canShare, startThread } from './host.ts'

export interface ThreadOptions {
  /** The module that workers run, in place of our own: for bundlers, which move it. */
  readonly worker?: Address
}

export interface Threads {
  /** Threads that compute, the caller's included. */
  readonly count: number
  /** `gemm` of @multiview/tensor/kernels, with its arguments and its bits; returns when C is written. */
  readonly gemm: typeof gemm
  /** `denseStep` of @multiview/tensor/kernels, likewise; the objective is called in the caller's thread. */
  readonly denseStep: typeof denseStep
  /** Ends the workers. */
  close(): Promise<void>
}

/**
 * Starts threads for large products and steps: `count` in all, the caller's included. Where threads cannot share memory (a page
 * without cross-origin isolation) there is one, the caller's.
 *
 * A page's own thread may not sleep and spins instead: call it from a worker there.
 *
 * @throws TensorError for a count that is not a whole number of at least 1. Rejects if a worker does not start.
 * @example
 * const threads = await openThreads(1) // or as many as there are cores
 * const [a, c] = [new Float64Array(4).fill(1), new Float64Array(4)]
 * threads.gemm(2, 2, 2, a, 0, 2, 1, a, 0, 2, 1, c, 0, 2, 1)
 * [...c] // [2, 2, 2, 2]
 * await threads.close()
 */
export const openThreads = async (count: number, options: ThreadOptions = {}): Promise<Threads> => {
  checkOptions('openThreads', options, { worker: '' })
  const { worker = beside('./worker.js', import.meta) } = options
  if (!(Number.isInteger(count) && count >= 1))
    fail('openThreads', `the count is ${told(count)}; it must be a whole number of at least 1`)
  if (count === 1 || !canShare()) return { count: 1, gemm, denseStep, close: async () => {} }
  const workers = await Promise.all(
    Array.from({ length: count - 1 }, async () => {
      const thread = await startThread(worker)
      await thread.next()
      return thread
    }),
  )
  return {
    count,
    gemm: sharedGemm(workers),
    denseStep: sharedDenseStep(workers),
    close: async () => {
      await Promise.all(workers.splice(0).map(thread => thread.end()))
    },
  }
}
