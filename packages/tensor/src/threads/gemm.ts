/** A matrix product over threads: its shares go out, the last is computed here, and all of them join with what C holds. */
import { KEEP_PRODUCT } from '../kernels/gemm/blend.ts'
import { blendRows } from '../kernels/gemm/copy.ts'
import { gemm } from '../kernels/gemm/gemm.ts'
import type { Thread } from './host.ts'
import { cut, multiply } from './product-share.ts'
import { Scratch } from './scratch.ts'
import { product, shareJob } from './share.ts'

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
    const shares = cut(
      {
        m,
        n,
        k,
        a: forA.share(a, aOffset, aRow, aColumn, m, k),
        b: forB.share(b, bOffset, bRow, bColumn, k, n),
        c: { data: result, offset: 0, rowStride: n, columnStride: 1 },
      },
      workers.length + 1,
    )
    shareJob(workers, product, shares.slice(1), () => multiply(shares[0]))
    blendRows(result, 0, n, m, n, c, cOffset, cRow, cColumn, scales ?? KEEP_PRODUCT)
    return true
  }
}
