/**
 * A matrix product over threads. The thread of the caller computes the first share in place. The
 * other shares are copied to shared memory, and their results are combined with the old values of
 * C.
 */

import { KEEP_PRODUCT } from '../array/blend.ts'
import { type MatrixView, matrixView } from '../array/matrix-view.ts'
import { MeasuredPace, type Pace } from '../jit/pace.ts'
import { blendRows } from '../kernels/gemm/copy.ts'
import { type Gemm, gemm } from '../kernels/gemm/gemm.ts'
import { Scratch } from '../kernels/scratch.ts'
import type { Thread } from './host.ts'
import { cut, firstAndRest } from './product-share.ts'
import { product, shareJob } from './share.ts'

/** Below this number of multiplications no machine gains by sharing. */
const LEAST = 2 ** 19
/** From this number on, the first product of its sizes is shared: it takes 10 ms or more. */
const SHARED_FIRST = 2 ** 27

/** The paces of products by their sizes. Sizes within a factor of 2 have the same pace. */
const pacesBySize = (newPace: (sharedFirst: boolean) => Pace) => {
  const paces = new Map<number, { readonly pace: Pace; readonly work: number }>()
  return (a: MatrixView, { rows, columns, data }: MatrixView) => {
    const work = rows * columns * a.columns
    const key = [rows, columns, a.columns].reduce((sum, size) => 32 * sum + Math.clz32(size), 0)
    const ofType = 2 * key + (data instanceof Float32Array ? 1 : 0)
    let known = paces.get(ofType)
    if (!known) paces.set(ofType, (known = { pace: newPace(work >= SHARED_FIRST), work }))
    return { pace: known.pace, scale: known.work / work }
  }
}

/** `gemm` over threads; `newPace` creates what decides for products of some sizes. */
export const sharedGemm = (
  workers: readonly Thread[],
  newPace: (sharedFirst: boolean) => Pace = sharedFirst => new MeasuredPace(sharedFirst),
): Gemm => {
  const [forA, forB, forC] = [new Scratch(), new Scratch(), new Scratch()]
  const paceOf = pacesBySize(newPace)
  return (a, b, c, scales = KEEP_PRODUCT) => {
    const alone = () => gemm(a, b, c, scales)
    const long = workers.length > 0 && c.rows * c.columns * a.columns >= LEAST
    const parts = long ? firstAndRest({ a, b, c }, workers.length + 1) : undefined
    if (!parts) {
      alone()
      return
    }
    const { pace, scale } = paceOf(a, c)
    pace.run(
      alone,
      () => {
        const { first, rest } = parts
        const { rows, columns } = rest.c
        const result = matrixView(forC.floats(c.data, rows * columns), rows, columns)
        const shares = cut({ a: forA.share(rest.a), b: forB.share(rest.b), c: result }, workers.length)
        shareJob(workers, product, shares, () => gemm(first.a, first.b, first.c, scales))
        blendRows(result.data, 0, columns, rest.c, scales)
      },
      scale,
    )
  }
}
