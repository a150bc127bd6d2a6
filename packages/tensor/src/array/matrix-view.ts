/** Matrices in typed arrays, and views of their parts. */
import type { Data } from './dtype.ts'

/** The stores of the float dtypes. */
export type FloatArray = Float32Array | Float64Array

/**
 * A matrix in a typed array. `offset` is the place of its first element. The strides are the
 * distances, in elements, between neighbours in a column and in a row. A stride may be negative. It
 * is 0 if one row or column is repeated.
 */
export interface MatrixView<A extends Data = FloatArray> {
  readonly data: A
  readonly rows: number
  readonly columns: number
  readonly offset: number
  readonly rowStride: number
  readonly columnStride: number
}

/**
 * The matrix [rows, columns] whose elements are stored row by row from `offset` on.
 *
 * @example
 * matrixView(new Float64Array(6), 2, 3).rowStride // 3
 */
export const matrixView = <A extends Data>(
  data: A,
  rows: number,
  columns: number,
  offset = 0,
): MatrixView<A> => ({ data, rows, columns, offset, rowStride: columns, columnStride: 1 })

/**
 * The transpose, as a view of the same store.
 *
 * @example
 * const { rows, columns } = transposedView(matrixView(new Float64Array(6), 2, 3))
 * const shape = [rows, columns]
 * shape // [3, 2]
 */
export const transposedView = <A extends Data>(x: MatrixView<A>): MatrixView<A> => ({
  data: x.data,
  rows: x.columns,
  columns: x.rows,
  offset: x.offset,
  rowStride: x.columnStride,
  columnStride: x.rowStride,
})

/** `rows` rows from `first` on, as a view of the same store. */
export const rowsOf = <A extends Data>(x: MatrixView<A>, first: number, rows: number): MatrixView<A> => ({
  ...x,
  rows,
  offset: x.offset + first * x.rowStride,
})

/** `columns` columns from `first` on, as a view of the same store. */
export const columnsOf = <A extends Data>(
  x: MatrixView<A>,
  first: number,
  columns: number,
): MatrixView<A> => ({ ...x, columns, offset: x.offset + first * x.columnStride })
