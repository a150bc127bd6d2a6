/** The parts of a matrix product that threads compute, each on its own: what a worker is sent. */
import { columnsOf, type MatrixView, rowsOf } from '../array/matrix-view.ts'
import { useFusedMultiplyAdd } from '../kernels/engine.ts'
import { gemm } from '../kernels/gemm/gemm.ts'
import { finish } from './progress.ts'

/** C = AB for matrices in shared memory: a part of the rows or of the columns of a larger product. */
export interface ProductShare {
  readonly kind: 'product'
  readonly a: MatrixView
  readonly b: MatrixView
  readonly c: MatrixView
  readonly fused: boolean
  /** [shares done, shares failed], in shared memory. */
  readonly done: Int32Array
}

/** Computes a share, and says so. */
export const compute = ({ a, b, c, fused, done }: ProductShare): void => {
  useFusedMultiplyAdd(fused)
  let failed = false
  try {
    gemm(a, b, c)
  } catch {
    failed = true
  }
  finish(done, failed)
}

/** Rows or columns of a share are a multiple of this, so that tiles are whole. */
const STEP = 8

/**
 * Cuts a product into `count` shares along its longer side. An element of C belongs to one share alone and is summed
 * there as it always is, so the bits do not depend on the number of shares.
 */
export const cut = (whole: ProductShare, count: number): ProductShare[] => {
  const { a, b, c } = whole
  const byRows = c.rows >= c.columns
  const length = byRows ? c.rows : c.columns
  const each = Math.ceil(length / count / STEP) * STEP
  const shares: ProductShare[] = []
  for (let first = 0; first < length; first += each) {
    const part = Math.min(each, length - first)
    shares.push(
      byRows
        ? { ...whole, a: rowsOf(a, first, part), c: rowsOf(c, first, part) }
        : { ...whole, b: columnsOf(b, first, part), c: columnsOf(c, first, part) },
    )
  }
  return shares
}
