/**
 * A matrix product over threads. All shares are sent to workers, except the first, which this
 * thread computes. Then the results are combined with the old values of C.
 */

import { KEEP_PRODUCT } from '../array/blend.ts'
import { type MatrixView, matrixView } from '../array/matrix-view.ts'
import { floatTypeOf } from '../kernels/engine.ts'
import { blendRows } from '../kernels/gemm/copy.ts'
import { type Gemm, gemm } from '../kernels/gemm/gemm.ts'
import { isShared, Scratch } from '../kernels/scratch.ts'
import { byCosts, type Prospect } from './cost.ts'
import type { Thread } from './host.ts'
import { cut, multiply } from './product-share.ts'
import { product, shareJob } from './share.ts'

/** Below this number of multiplications no machine gains by sharing. */
const LEAST = 2 ** 19

const prospectOf = (a: MatrixView, b: MatrixView, c: MatrixView, threads: number): Prospect => {
  const { rows, columns } = c
  const toCopy = [a, b].filter(x => !isShared(x.data)).reduce((sum, x) => sum + x.rows * x.columns, 0)
  const copied = toCopy + rows * columns
  return { type: floatTypeOf(c.data), rows, columns, depth: a.columns, threads, copied }
}

/** `gemm` over threads; `decide` says whether a product is to be shared. */
export const sharedGemm = (
  workers: readonly Thread[],
  decide: (prospect: Prospect) => boolean = byCosts(workers),
): Gemm => {
  const [forA, forB, forC] = [new Scratch(), new Scratch(), new Scratch()]
  return (a, b, c, scales = KEEP_PRODUCT) => {
    const { rows, columns } = c
    const threads = workers.length + 1
    const large = workers.length > 0 && rows * columns * a.columns >= LEAST
    if (!large || !decide(prospectOf(a, b, c, threads))) {
      gemm(a, b, c, scales)
      return
    }
    const result = matrixView(forC.floats(c.data, rows * columns), rows, columns)
    const shares = cut({ a: forA.share(a), b: forB.share(b), c: result }, threads)
    shareJob(workers, product, shares.slice(1), () => multiply(shares[0]))
    blendRows(result.data, 0, columns, c, scales)
  }
}
