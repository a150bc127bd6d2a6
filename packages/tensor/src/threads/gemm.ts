/** A matrix product over threads: its shares go out, the last is computed here, and all of them join with what C holds. */

import { KEEP_PRODUCT } from '../array/blend.ts'
import { matrixView } from '../array/matrix-view.ts'
import { blendRows } from '../kernels/gemm/copy.ts'
import { type Gemm, gemm } from '../kernels/gemm/gemm.ts'
import type { Thread } from './host.ts'
import { cut, multiply } from './product-share.ts'
import { Scratch } from './scratch.ts'
import { product, shareJob } from './share.ts'

/** Below this many multiplications sending shares around costs more than it gains. */
const WORTH_SHARING = 2 ** 21

export const sharedGemm = (workers: readonly Thread[]): Gemm => {
  const [forA, forB, forC] = [new Scratch(), new Scratch(), new Scratch()]
  return (a, b, c, scales = KEEP_PRODUCT) => {
    if (c.rows * c.columns * a.columns < WORTH_SHARING || workers.length === 0) {
      gemm(a, b, c, scales)
      return
    }
    const result = matrixView(forC.floats(c.data, c.rows * c.columns), c.rows, c.columns)
    const shares = cut({ a: forA.share(a), b: forB.share(b), c: result }, workers.length + 1)
    shareJob(workers, product, shares.slice(1), () => multiply(shares[0]))
    blendRows(result.data, 0, c.columns, c, scales)
  }
}
