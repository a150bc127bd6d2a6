/** Matrices of float64 numbers for the factorizations: their parts and their product. */

import { type Blend, blendedProduct } from '../../array/blend.ts'
import { fast } from '../../array/fast.ts'
import { type MatrixView, matrixView } from '../../array/matrix-view.ts'

export type Matrix = MatrixView<Float64Array>

/** C − AB. For AB − C it would be { alpha: 1, beta: −1 }. */
export const SUBTRACT: Blend = { alpha: -1, beta: 1 }

/**
 * Writes AB, or C − AB with {@link SUBTRACT}, to C with the fastest product available. C may use
 * the store of A or B if they share no element.
 */
export const multiply = (a: Matrix, b: Matrix, c: Matrix, scales?: Blend): void => {
  if (c.rows > 0 && c.columns > 0) (fast.product ?? blendedProduct)(a, b, c, scales)
}

/** A new matrix of zeros. */
export const matrixOf = (rows: number, columns: number): Matrix =>
  matrixView(new Float64Array(rows * columns), rows, columns)

/** The part [row, row + rows) × [column, column + columns), as a view of the same store. */
export const part = (
  { data, offset, rowStride, columnStride }: Matrix,
  row: number,
  rows: number,
  column: number,
  columns: number,
): Matrix => ({
  data,
  rows,
  columns,
  offset: offset + row * rowStride + column * columnStride,
  rowStride,
  columnStride,
})

/** The matrix with its rows and columns in reverse order. An upper triangle becomes a lower one. */
export const reversed = (x: Matrix): Matrix => ({
  ...x,
  offset: x.offset + (x.rows - 1) * x.rowStride + (x.columns - 1) * x.columnStride,
  rowStride: -x.rowStride,
  columnStride: -x.columnStride,
})

/** The matrix with its rows in reverse order. */
export const upsideDown = (x: Matrix): Matrix => ({
  ...x,
  offset: x.offset + (x.rows - 1) * x.rowStride,
  rowStride: -x.rowStride,
})

/** Writes ones to the diagonal. */
export const fillDiagonal = ({ data, rows, columns, offset, rowStride, columnStride }: Matrix): void => {
  for (let i = 0, at = offset; i < rows && i < columns; i++, at += rowStride + columnStride) data[at] = 1
}

/** The elements row by row in a new store. */
export function packed({ data, rows, columns, offset, rowStride, columnStride }: Matrix): Float64Array {
  const out = new Float64Array(rows * columns)
  // In tiles, so that a transposed matrix is read along its columns.
  for (let top = 0; top < rows; top += 16)
    for (let i = top; i < rows && i < top + 16; i++)
      for (let j = 0, at = offset + i * rowStride; j < columns; j++, at += columnStride)
        out[i * columns + j] = data[at]
  return out
}
