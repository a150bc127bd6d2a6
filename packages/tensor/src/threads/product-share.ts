/**
 * The parts of a matrix product that threads compute. A part is the message that a worker receives.
 */
import { columnsOf, type MatrixView, rowsOf } from '../array/matrix-view.ts'
import { gemm } from '../kernels/gemm/gemm.ts'

/**
 * C = AB for matrices in shared memory. It is a part of the rows or of the columns of a larger
 * product.
 */
export interface ProductShare {
  readonly a: MatrixView
  readonly b: MatrixView
  readonly c: MatrixView
}

/** Computes a share. */
export const multiply = ({ a, b, c }: ProductShare): void => {
  gemm(a, b, c)
}

/** The rows or columns of a share are a multiple of this, so that tiles are complete. */
const STEP = 8

/** The number of rows or columns of each share except the last, if `count` threads share `length`. */
export const shareLength = (length: number, count: number): number => Math.ceil(length / count / STEP) * STEP

/**
 * Divides a product into `count` shares along its longer side. Each element of C belongs to one
 * share and is summed there in the usual order, so the bits do not depend on the number of shares.
 */
export const cut = (whole: ProductShare, count: number): ProductShare[] => {
  const { a, b, c } = whole
  const byRows = c.rows >= c.columns
  const length = byRows ? c.rows : c.columns
  const each = shareLength(length, count)
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
