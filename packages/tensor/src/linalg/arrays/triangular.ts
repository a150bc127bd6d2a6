/** Triangular systems, by halves: all but small ones are products of matrices. */
import { type Matrix, multiply, part, SUBTRACT } from './matrix.ts'

/** Systems of at most so many equations are solved row by row. */
const SMALL = 16

/** The larger half of a length, a multiple of 8 where possible. */
export const half = (n: number): number => (n > 16 ? ((n >> 4) + (n & 15 ? 1 : 0)) << 3 : (n + 1) >> 1)

/**
 * Solves LX = B for a lower triangular L, in the place of B. What lies above the diagonal of L is
 * not read; with `unit` the diagonal is not read either and counts as ones.
 */
export function solveLower(l: Matrix, x: Matrix, unit: boolean): void {
  const n = l.rows
  if (x.columns === 1) oneColumn(l, x, unit)
  else if (n > SMALL) {
    const m = half(n)
    const top = part(x, 0, m, 0, x.columns)
    const bottom = part(x, m, n - m, 0, x.columns)
    solveLower(part(l, 0, m, 0, m), top, unit)
    multiply(part(l, m, n - m, 0, m), top, bottom, SUBTRACT)
    solveLower(part(l, m, n - m, m, n - m), bottom, unit)
  } else if (Math.abs(x.rowStride) === 1) byColumns(l, x, unit)
  else byRows(l, x, unit)
}

/** A right side of one column, along the rows of L or along its columns. */
function oneColumn(l: Matrix, x: Matrix, unit: boolean): void {
  const { data, rows: n, offset, rowStride: dx } = x
  const { data: a, rowStride, columnStride } = l
  const alongRows = Math.abs(columnStride) === 1
  for (let i = 0, at = offset, row = l.offset; i < n; i++, at += dx, row += rowStride) {
    if (alongRows) {
      let s = 0
      let t = 0
      let k = 0
      let p = row
      let q = offset
      for (; k + 2 <= i; k += 2) {
        s += a[p] * data[q]
        t += a[p + columnStride] * data[q + dx]
        p += 2 * columnStride
        q += 2 * dx
      }
      if (k < i) s += a[p] * data[q]
      data[at] -= s + t
    }
    const diagonal = row + i * columnStride
    if (!unit) data[at] /= a[diagonal]
    if (!alongRows) {
      const f = data[at]
      for (let k = i + 1, p = diagonal + rowStride, q = at + dx; k < n; k++, p += rowStride, q += dx)
        data[q] -= f * a[p]
    }
  }
}

/** X, which is an identity matrix, becomes the inverse of a lower triangular L with ones on the diagonal. */
export function invertUnitLower(l: Matrix, x: Matrix): void {
  const n = l.rows
  if (n <= SMALL) {
    solveLower(l, x, true)
    return
  }
  const m = half(n)
  const [top, below] = [part(x, 0, m, 0, m), part(x, m, n - m, 0, m)]
  const rest = part(l, m, n - m, m, n - m)
  invertUnitLower(part(l, 0, m, 0, m), top)
  multiply(part(l, m, n - m, 0, m), top, below, SUBTRACT)
  solveLower(rest, below, true)
  invertUnitLower(rest, part(x, m, n - m, m, n - m))
}

/** Row i of X loses multiples of the rows above it. */
function byRows(l: Matrix, x: Matrix, unit: boolean): void {
  const { data, columns, rowStride: step, columnStride: dx } = x
  const a = l.data
  const dl = l.columnStride
  for (let i = 0, to = x.offset; i < l.rows; i++, to += step) {
    const row = l.offset + i * l.rowStride
    let k = 0
    for (; k + 4 <= i; k += 4) {
      const at = row + k * dl
      const [f0, f1, f2, f3] = [a[at], a[at + dl], a[at + 2 * dl], a[at + 3 * dl]]
      let p0 = x.offset + k * step
      let p1 = p0 + step
      let p2 = p1 + step
      let p3 = p2 + step
      let p = to
      for (let j = 0; j < columns; j++) {
        data[p] = data[p] - f0 * data[p0] - f1 * data[p1] - f2 * data[p2] - f3 * data[p3]
        p += dx
        p0 += dx
        p1 += dx
        p2 += dx
        p3 += dx
      }
    }
    for (; k < i; k++) {
      const f = a[row + k * dl]
      for (let j = 0, p = to, q = x.offset + k * step; j < columns; j++, p += dx, q += dx)
        data[p] -= f * data[q]
    }
    if (!unit) {
      const pivot = a[row + i * dl]
      for (let j = 0, p = to; j < columns; j++, p += dx) data[p] /= pivot
    }
  }
}

/** Columns of X one after the other: for a transposed X, whose columns lie in one piece; the same bits. */
function byColumns(l: Matrix, x: Matrix, unit: boolean): void {
  const { data, columns, rowStride: dx, columnStride: step } = x
  const a = l.data
  const dl = l.columnStride
  let j = 0
  for (; j + 4 <= columns; j += 4) {
    const x0 = x.offset + j * step
    const x1 = x0 + step
    const x2 = x1 + step
    const x3 = x2 + step
    for (let i = 0; i < l.rows; i++) {
      const row = l.offset + i * l.rowStride
      const to = i * dx
      let s0 = data[x0 + to]
      let s1 = data[x1 + to]
      let s2 = data[x2 + to]
      let s3 = data[x3 + to]
      for (let k = 0, p = row, q = 0; k < i; k++, p += dl, q += dx) {
        const f = a[p]
        s0 -= f * data[x0 + q]
        s1 -= f * data[x1 + q]
        s2 -= f * data[x2 + q]
        s3 -= f * data[x3 + q]
      }
      const pivot = unit ? 1 : a[row + i * dl]
      data[x0 + to] = s0 / pivot
      data[x1 + to] = s1 / pivot
      data[x2 + to] = s2 / pivot
      data[x3 + to] = s3 / pivot
    }
  }
  if (j < columns) byRows(l, part(x, 0, x.rows, j, columns - j), unit)
}
