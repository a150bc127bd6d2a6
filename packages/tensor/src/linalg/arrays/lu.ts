/** The factorization PA = LU with partial pivoting, by halves of the columns (Toledo 1997). */
import { type Matrix, multiply, part, SUBTRACT } from './matrix.ts'
import { half, solveLower } from './triangular.ts'

/** So many columns are factored one after the other. */
const SMALL = 16

/**
 * Writes L (without its diagonal of ones) and U over A, which has no more columns than rows and
 * rows in one piece. Row k was swapped with row `pivots[k]`, one after the other.
 */
export function factorLu(a: Matrix, pivots: Int32Array): void {
  const { rows, columns } = a
  if (columns <= SMALL) {
    columnByColumn(a, pivots)
    return
  }
  const m = half(columns)
  const left = part(a, 0, rows, 0, m)
  const right = part(a, 0, rows, m, columns - m)
  const top = part(right, 0, m, 0, columns - m)
  const rest = part(right, m, rows - m, 0, columns - m)
  factorLu(left, pivots.subarray(0, m))
  swapRows(right, pivots.subarray(0, m))
  solveLower(part(left, 0, m, 0, m), top, true)
  multiply(part(left, m, rows - m, 0, m), top, rest, SUBTRACT)
  factorLu(rest, pivots.subarray(m))
  swapRows(part(left, m, rows - m, 0, m), pivots.subarray(m))
  for (let k = m; k < columns; k++) pivots[k] += m
}

/** Swaps rows k and `pivots[k]`, from the first k on. */
export function swapRows({ data, columns, offset, rowStride }: Matrix, pivots: Int32Array): void {
  for (let k = 0; k < pivots.length; k++) {
    if (pivots[k] === k) continue
    const p = offset + k * rowStride
    const q = offset + pivots[k] * rowStride
    for (let j = 0; j < columns; j++) {
      const x = data[p + j]
      data[p + j] = data[q + j]
      data[q + j] = x
    }
  }
}

/** On a copy whose columns lie in one piece each. */
function columnByColumn({ data, rows, columns, offset, rowStride }: Matrix, pivots: Int32Array): void {
  const x = new Float64Array(rows * columns)
  for (let i = 0, at = offset; i < rows; i++, at += rowStride)
    for (let j = 0; j < columns; j++) x[j * rows + i] = data[at + j]
  for (let k = 0; k < columns; k++) {
    const column = k * rows
    let pivot = k
    let largest = 0
    for (let i = k; i < rows; i++) {
      const size = Math.abs(x[column + i])
      if (size > largest) {
        largest = size
        pivot = i
      }
    }
    pivots[k] = pivot
    if (pivot !== k)
      for (let j = 0; j < columns * rows; j += rows) {
        const y = x[j + k]
        x[j + k] = x[j + pivot]
        x[j + pivot] = y
      }
    const top = x[column + k]
    if (top === 0) continue
    const end = column + rows
    for (let i = column + k + 1; i < end; i++) x[i] /= top
    let j = k + 1
    for (; j + 2 <= columns; j += 2) {
      const [p, q] = [(j - k) * rows, (j + 1 - k) * rows]
      const [f, g] = [x[column + k + p], x[column + k + q]]
      for (let i = column + k + 1; i < end; i++) {
        const y = x[i]
        x[i + p] -= f * y
        x[i + q] -= g * y
      }
    }
    if (j < columns) {
      const p = (j - k) * rows
      const f = x[column + k + p]
      for (let i = column + k + 1; i < end; i++) x[i + p] -= f * x[i]
    }
  }
  for (let i = 0, at = offset; i < rows; i++, at += rowStride)
    for (let j = 0; j < columns; j++) data[at + j] = x[j * rows + i]
}

/** The place of the first zero on the diagonal of U, or −1. */
export function zeroPivot({ data, columns, offset, rowStride }: Matrix): number {
  for (let k = 0; k < columns; k++) if (data[offset + k * (rowStride + 1)] === 0) return k
  return -1
}

/** The row of A that is row i of PA, for each i; and the sign of that permutation. */
export function permutationOf(pivots: Int32Array, rows: number): { order: Int32Array; sign: number } {
  const order = Int32Array.from({ length: rows }, (_, i) => i)
  let sign = 1
  pivots.forEach((pivot, k) => {
    const row = order[k]
    order[k] = order[pivot]
    order[pivot] = row
    if (pivot !== k) sign = -sign
  })
  return { order, sign }
}
