/**
 * A matrix product over threads. All shares are sent to workers, except the first, which this
 * thread computes. Then the results are combined with the old values of C.
 */

import { KEEP_PRODUCT } from '../array/blend.ts'
import { matrixView } from '../array/matrix-view.ts'
import { floatTypeOf } from '../kernels/engine.ts'
import { blendRows } from '../kernels/gemm/copy.ts'
import { type Gemm, gemm } from '../kernels/gemm/gemm.ts'
import { byCosts } from './cost.ts'
import type { Thread } from './host.ts'
import { cut, multiply } from './product-share.ts'
import { isShared, Scratch } from './scratch.ts'
import { product, shareJob } from './share.ts'

/** Below this number of multiplications no machine gains by sharing. */
const LEAST = 2 ** 19

/** `gemm` over threads; `decide` says whether a product is to be shared. */
export const sharedGemm = (workers: readonly Thread[], decide = byCosts(workers)): Gemm => {
  const [forA, forB, forC] = [new Scratch(), new Scratch(), new Scratch()]
  return (a, b, c, scales = KEEP_PRODUCT) => {
    const { rows, columns } = c
    const depth = a.columns
    const toCopy = [a, b].filter(x => !isShared(x.data)).reduce((sum, x) => sum + x.rows * x.columns, 0)
    const type = floatTypeOf(c.data)
    const prospect = {
      type,
      rows,
      columns,
      depth,
      threads: workers.length + 1,
      copied: toCopy + rows * columns,
    }
    if (workers.length === 0 || rows * columns * depth < LEAST || !decide(prospect)) {
      gemm(a, b, c, scales)
      return
    }
    const result = matrixView(forC.floats(c.data, rows * columns), rows, columns)
    const shares = cut({ a: forA.share(a), b: forB.share(b), c: result }, workers.length + 1)
    shareJob(workers, product, shares.slice(1), () => multiply(shares[0]))
    blendRows(result.data, 0, columns, c, scales)
  }
}
