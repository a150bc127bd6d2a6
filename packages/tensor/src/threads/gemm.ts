/** A matrix product over threads: its shares go out, the last is computed here, and all of them join with what C holds. */
import { kernelState } from '../kernels/engine.ts'
import { KEEP_PRODUCT } from '../kernels/gemm/blend.ts'
import { blendRows } from '../kernels/gemm/copy.ts'
import { gemm } from '../kernels/gemm/gemm.ts'
import type { Thread } from './host.ts'
import { compute, cut } from './product-share.ts'
import { newDone, waitForAll } from './progress.ts'
import { Scratch } from './scratch.ts'

/** Below this many multiplications sending shares around costs more than it gains. */
const WORTH_SHARING = 2 ** 21

export const sharedGemm = (workers: readonly Thread[]): typeof gemm => {
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
    const done = newDone()
    const shares = cut(
      {
        kind: 'product',
        m,
        n,
        k,
        a: forA.share(a, aOffset, aRow, aColumn, m, k),
        b: forB.share(b, bOffset, bRow, bColumn, k, n),
        c: { data: result, offset: 0, rowStride: n, columnStride: 1 },
        fused: kernelState().fused,
        done,
      },
      workers.length + 1,
    )
    shares.slice(0, -1).forEach((share, i) => {
      workers[i].post(share)
    })
    compute(shares[shares.length - 1])
    if (waitForAll(done, shares.length) > 0)
      throw new RangeError('threads: a share of the product failed: there is no memory for its blocks')
    blendRows(result, 0, n, m, n, c, cOffset, cRow, cColumn, scales ?? KEEP_PRODUCT)
    return true
  }
}
