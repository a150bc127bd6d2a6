/**
 * The matrix product C = αAB + βC of strided matrices in float64 and float32. It uses the fastest
 * method available; all methods give the same bits.
 *
 * The summation order of every method: each element starts from +0 and adds its products in the
 * order of the inner axis. Each product is first rounded to the element type.
 */

import { type Blend, blendedProduct, KEEP_PRODUCT } from '../../array/blend.ts'
import type { MatrixView } from '../../array/matrix-view.ts'
import { engine } from '../engine.ts'
import { gemmBlocked } from './blocked.ts'
import { productInMemory } from './in-place.ts'

/** Below this number of multiplications, copying in and out costs more than the kernel gains. */
const WORTH_A_CALL = 4096

/** The signature of `gemm` and of a product over threads. */
export type Gemm = (a: MatrixView, b: MatrixView, c: MatrixView, scales?: Blend) => void

/** Whether a product of these sizes gains by being computed in blocks. */
export const worthBlocks = (m: number, n: number, k: number): boolean =>
  m > 1 && n > 1 && m * n * k >= WORTH_A_CALL

const shapeOf = ({ rows, columns }: MatrixView): string => `[${rows}, ${columns}]`

/**
 * Writes αAB + βC to C. A is [m, k], B is [k, n] and C is [m, n]. C may not overlap A or B. All
 * three stores have the same type.
 *
 * @throws RangeError for shapes that do not fit.
 * @example
 * const a = matrixView(new Float64Array([1, 2, 3, 4]), 2, 2)
 * const c = matrixView(new Float64Array(4), 2, 2)
 * gemm(a, transposedView(a), c)
 * [...c.data] // [5, 11, 11, 25]
 */
export const gemm: Gemm = (a, b, c, scales = KEEP_PRODUCT) => {
  if (a.columns !== b.rows || c.rows !== a.rows || c.columns !== b.columns)
    throw new RangeError(
      `gemm: A is ${shapeOf(a)}, B is ${shapeOf(b)} and C is ${shapeOf(c)}; they must be [m, k], [k, n] and [m, n]`,
    )
  const memory = a.data === c.data && b.data === c.data ? engine() : null
  if (memory?.doubles === c.data) {
    productInMemory(memory, a, b, c, scales)
    return
  }
  const kernels = worthBlocks(c.rows, c.columns, a.columns) ? engine() : null
  if (kernels === null) blendedProduct(a, b, c, scales)
  else gemmBlocked(kernels, a, b, c, scales)
}
