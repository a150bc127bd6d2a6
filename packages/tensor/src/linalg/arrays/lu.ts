/**
 * The factorization PA = LU with partial pivoting, by recursion on halves of the columns (Toledo
 * 1997).
 */
import { type Matrix, multiply, part, SUBTRACT } from './matrix.ts'
import { half, solveLower } from './triangular.ts'

/** Up to this number of columns are factored one by one. `columnByColumn` supports at most 4. */
const SMALL = 4

/**
 * Writes L (without its diagonal of ones) and U over A. A has no more columns than rows, and its
 * rows are contiguous. Row k was swapped with row `pivots[k]`, for k = 0, 1, ….
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

/** Swaps rows k and `pivots[k]`, for k = 0, 1, …. */
export function swapRows({ data, columns, offset, rowStride }: Matrix, pivots: Int32Array): void {
  for (let k = 0; k < pivots.length; k++) {
    if (pivots[k] === k) continue
    const p = offset + k * rowStride
    const q = offset + pivots[k] * rowStride
    swap(data, p, q, columns)
  }
}

function swap(data: Float64Array, p: number, q: number, count: number): void {
  for (let j = 0; j < count; j++) {
    const x = data[p + j]
    data[p + j] = data[q + j]
    data[q + j] = x
  }
}

function columnByColumn(a: Matrix, pivots: Int32Array): void {
  const { data, rows, columns, offset, rowStride } = a
  const end = offset + rows * rowStride
  for (let k = 0; k < columns; k++) {
    const top = offset + k * (rowStride + 1)
    let pivot = top
    let largest = 0
    for (let at = top; at < end; at += rowStride) {
      const size = Math.abs(data[at])
      if (size > largest) {
        largest = size
        pivot = at
      }
    }
    pivots[k] = k + (pivot - top) / rowStride
    if (pivot !== top) swap(data, top - k, pivot - k, columns)
    const x = data[top]
    if (x === 0) continue
    const rest = columns - k
    const y = rest > 1 ? data[top + 1] : 0
    const z = rest > 2 ? data[top + 2] : 0
    const w = rest > 3 ? data[top + 3] : 0
    for (let at = top + rowStride; at < end; at += rowStride) {
      const f = data[at] / x
      data[at] = f
      if (rest > 1) data[at + 1] -= f * y
      if (rest > 2) data[at + 2] -= f * z
      if (rest > 3) data[at + 3] -= f * w
    }
  }
}

/** The index of the first zero on the diagonal of U, or −1. */
export function zeroPivot({ data, columns, offset, rowStride }: Matrix): number {
  for (let k = 0; k < columns; k++) if (data[offset + k * (rowStride + 1)] === 0) return k
  return -1
}

/** For each row i of PA, the row of A that it is; and the sign of this permutation. */
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
