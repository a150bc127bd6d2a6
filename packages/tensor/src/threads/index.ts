/**
 * @multiview/tensor/threads: one large matrix product over several threads with shared memory, to the same bits as on one.
 *
 * Each thread has kernels and a memory of its own and computes its share of the rows (or columns) of C; the caller's thread
 * computes a share too and waits for the others. Asked for, never by itself: where runs go side by side, one a core, more
 * threads a product would only be in each other's way.
 */
import { kernelState } from '../kernels/engine.ts'
import { KEEP_PRODUCT } from '../kernels/gemm/blend.ts'
import { blendRows } from '../kernels/gemm/copy.ts'
import { gemm } from '../kernels/gemm/gemm.ts'
import { type Address, beside, canShare, startThread, type Thread } from './host.ts'
import { Scratch } from './scratch.ts'
import { compute, cut, type Share } from './share.ts'

/** Below this many multiplications sending shares around costs more than it gains. */
const WORTH_SHARING = 2 ** 21

export interface ThreadOptions {
  /** The module that workers run, in place of our own: for bundlers, which move it. */
  readonly worker?: Address
}

export interface Threads {
  /** Threads that compute, the caller's included. */
  readonly count: number
  /** `gemm` of @multiview/tensor/kernels, with its arguments and its bits; returns when C is written. */
  readonly gemm: typeof gemm
  /** Ends the workers. */
  close(): Promise<void>
}

/**
 * Starts threads for large products: `count` in all, the caller's included. Where threads cannot share memory (a page
 * without cross-origin isolation) there is one, the caller's.
 *
 * A page's own thread may not sleep and spins instead: call it from a worker there.
 *
 * @throws RangeError for a count that is not a whole number of at least 1. Rejects if a worker does not start.
 * @example
 * const threads = await openThreads(1) // or as many as there are cores
 * const [a, c] = [new Float64Array(4).fill(1), new Float64Array(4)]
 * threads.gemm(2, 2, 2, a, 0, 2, 1, a, 0, 2, 1, c, 0, 2, 1)
 * [...c] // [2, 2, 2, 2]
 * await threads.close()
 */
export const openThreads = async (
  count: number,
  { worker = beside('./worker.js', import.meta) }: ThreadOptions = {},
): Promise<Threads> => {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`openThreads: the count is ${count}; it must be a whole number of at least 1`)
  if (count === 1 || !canShare()) return { count: 1, gemm, close: async () => {} }
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
    close: async () => {
      await Promise.all(workers.splice(0).map(thread => thread.end()))
    },
  }
}

const sharedGemm = (workers: readonly Thread[]): typeof gemm => {
  const [forA, forB, forC] = [new Scratch(), new Scratch(), new Scratch()]
  return (
    m,
    n,
    k,
    a,
    aOffset,
    aRow,
    aColumn,
    b,
    bOffset,
    bRow,
    bColumn,
    c,
    cOffset,
    cRow,
    cColumn,
    scales,
  ) => {
    if (m * n * k < WORTH_SHARING || workers.length === 0)
      return gemm(
        m,
        n,
        k,
        a,
        aOffset,
        aRow,
        aColumn,
        b,
        bOffset,
        bRow,
        bColumn,
        c,
        cOffset,
        cRow,
        cColumn,
        scales,
      )
    const result = forC.floats(c, m * n)
    const shares = cut(
      {
        m,
        n,
        k,
        a: forA.share(a, aOffset, aRow, aColumn, m, k),
        b: forB.share(b, bOffset, bRow, bColumn, k, n),
        c: { data: result, offset: 0, rowStride: n, columnStride: 1 },
        fused: kernelState().fused,
        done: new Int32Array(new SharedArrayBuffer(8)),
      },
      workers.length + 1,
    )
    distribute(shares, workers)
    blendRows(result, 0, n, m, n, c, cOffset, cRow, cColumn, scales ?? KEEP_PRODUCT)
    return true
  }
}

/** Sends all shares but the last to the workers, computes the last here, and waits for the others. */
const distribute = (shares: readonly Share[], workers: readonly Thread[]): void => {
  const { done } = shares[0]
  shares.slice(0, -1).forEach((share, i) => {
    workers[i].post(share)
  })
  compute(shares[shares.length - 1])
  for (let ready = Atomics.load(done, 0); ready < shares.length; ready = Atomics.load(done, 0))
    sleep(done, ready)
  if (Atomics.load(done, 1) > 0)
    throw new RangeError('threads: a share of the product failed: there is no memory for its blocks')
}

/** Sleeps until the count of shares done is no longer `ready`; where that is forbidden, returns at once. */
const sleep = (done: Int32Array, ready: number): void => {
  try {
    Atomics.wait(done, 0, ready)
  } catch {
    // A page's thread: the caller asks again.
  }
}
