/** The parts of a matrix product that threads compute, each on its own: what a worker is sent. */
import type { FloatArray } from '../kernels/engine.ts'
import { gemm } from '../kernels/gemm/gemm.ts'

/** A matrix in shared memory; offset and strides in elements. */
export interface SharedMatrix {
  readonly data: FloatArray
  readonly offset: number
  readonly rowStride: number
  readonly columnStride: number
}

/** C = AB for an m × k and a k × n matrix: a part of the rows or of the columns of a larger product. */
export interface ProductShare {
  readonly m: number
  readonly n: number
  readonly k: number
  readonly a: SharedMatrix
  readonly b: SharedMatrix
  readonly c: SharedMatrix
}

/** Computes a share. */
export const multiply = ({ m, n, k, a, b, c }: ProductShare): void => {
  gemm(
    m,
    n,
    k,
    a.data,
    a.offset,
    a.rowStride,
    a.columnStride,
    b.data,
    b.offset,
    b.rowStride,
    b.columnStride,
    c.data,
    c.offset,
    c.rowStride,
    c.columnStride,
  )
}

/** Rows or columns of a share are a multiple of this, so that tiles are whole. */
const STEP = 8

/**
 * Cuts a product into `count` shares along its longer side. An element of C belongs to one share alone and is summed
 * there as it always is, so the bits do not depend on the number of shares.
 */
export const cut = (whole: ProductShare, count: number): ProductShare[] => {
  const { m, n, a, b, c } = whole
  const byRows = m >= n
  const length = byRows ? m : n
  const each = Math.ceil(length / count / STEP) * STEP
  const shares: ProductShare[] = []
  for (let first = 0; first < length; first += each) {
    const part = Math.min(each, length - first)
    shares.push(
      byRows
        ? { ...whole, m: part, a: fromRow(a, first), c: fromRow(c, first) }
        : { ...whole, n: part, b: fromColumn(b, first), c: fromColumn(c, first) },
    )
  }
  return shares
}

const fromRow = (x: SharedMatrix, row: number): SharedMatrix => ({
  ...x,
  offset: x.offset + row * x.rowStride,
})
const fromColumn = (x: SharedMatrix, column: number): SharedMatrix => ({
  ...x,
  offset: x.offset + column * x.columnStride,
})
