/**
 * Triangular systems. Large ones are halved, and then solved by panels of rows. All but small
 * systems become matrix products.
 */
import { fast } from '../../array/fast.ts'
import { type Matrix, multiply, part, SUBTRACT } from './matrix.ts'

/** Systems of at most this many equations are solved row by row. */
const SMALL = 8
/** Systems of at most this many equations are solved by panels, whose rows stay in the cache. */
const PANELS = 128

/** The larger half of a length, a multiple of 8 where possible. */
export const half = (n: number): number => (n >= 16 ? ((n >> 4) + (n & 15 ? 1 : 0)) << 3 : (n + 1) >> 1)

/**
 * Solves LX = B for a lower triangular L and writes X over B. Elements above the diagonal of L are
 * not read. With `unit` the diagonal counts as ones and is not read either.
 */
export function solveLower(l: Matrix, x: Matrix, unit: boolean): void {
  const n = l.rows
  if (x.columns === 1) oneColumn(l, x, unit)
  else if (n > PANELS) {
    const m = half(n)
    const top = part(x, 0, m, 0, x.columns)
    const bottom = part(x, m, n - m, 0, x.columns)
    solveLower(part(l, 0, m, 0, m), top, unit)
    multiply(part(l, m, n - m, 0, m), top, bottom, SUBTRACT)
    solveLower(part(l, m, n - m, m, n - m), bottom, unit)
  } else
    for (let i = 0; i < n; i += SMALL) {
      const rows = Math.min(SMALL, n - i)
      const panel = part(x, i, rows, 0, x.columns)
      if (i > 0) multiply(part(l, i, rows, 0, i), part(x, 0, i, 0, x.columns), panel, SUBTRACT)
      const corner = part(l, i, rows, i, rows)
      if (!fast.solveRows?.(corner, panel, unit)) byRows(corner, panel, unit)
    }
}

/** Solves for a right side of one column, along the rows of L or along its columns. */
function oneColumn(l: Matrix, x: Matrix, unit: boolean): void {
  const { data, rows: n, offset, rowStride: dx } = x
  const { data: a, rowStride, columnStride } = l
  const alongRows = Math.abs(columnStride) === 1
  for (let i = 0, at = offset, row = l.offset; i < n; i++, at += dx, row += rowStride) {
    if (alongRows) {
      let s = 0
      let t = 0
      let u = 0
      let v = 0
      let k = 0
      let p = row
      let q = offset
      for (; k + 4 <= i; k += 4) {
        s += a[p] * data[q]
        t += a[p + columnStride] * data[q + dx]
        u += a[p + 2 * columnStride] * data[q + 2 * dx]
        v += a[p + 3 * columnStride] * data[q + 3 * dx]
        p += 4 * columnStride
        q += 4 * dx
      }
      for (; k < i; k++, p += columnStride, q += dx) s += a[p] * data[q]
      data[at] -= s + t + (u + v)
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

/**
 * Replaces X, which is an identity matrix, by the inverse of a lower triangular L with ones on the
 * diagonal.
 */
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

/** Computes two rows of X at a time by subtracting multiples of the rows above them. */
function byRows(l: Matrix, x: Matrix, unit: boolean): void {
  const { data, columns, rowStride: step, columnStride: dx } = x
  const a = l.data
  const { columnStride: dl, rowStride: down } = l
  for (let i = 0; i < l.rows; i += 2) {
    const row = l.offset + i * down
    const to = x.offset + i * step
    const two = i + 1 < l.rows
    const [other, next] = [row + down, to + step]
    // i is even, so the number of rows above is even too.
    for (let k = 0; two && k < i; k += 2) {
      const at = k * dl
      const f0 = a[row + at]
      const f1 = a[row + at + dl]
      const g0 = a[other + at]
      const g1 = a[other + at + dl]
      const from = x.offset + k * step
      for (let j = 0, p = from, r = to, s = next; j < columns; j++, p += dx, r += dx, s += dx) {
        const y = data[p]
        const z = data[p + step]
        data[r] = data[r] - f0 * y - f1 * z
        data[s] = data[s] - g0 * y - g1 * z
      }
    }
    if (!two)
      for (let k = 0; k < i; k++) subtractRow(data, to, a[row + k * dl], x.offset + k * step, columns, dx)
    if (!unit) divideRow(data, to, a[row + i * dl], columns, dx)
    if (!two) return
    subtractRow(data, next, a[other + i * dl], to, columns, dx)
    if (!unit) divideRow(data, next, a[other + (i + 1) * dl], columns, dx)
  }
}

function subtractRow(
  x: Float64Array,
  to: number,
  f: number,
  from: number,
  columns: number,
  step: number,
): void {
  for (let j = 0, p = to, q = from; j < columns; j++, p += step, q += step) x[p] -= f * x[q]
}

function divideRow(x: Float64Array, to: number, pivot: number, columns: number, step: number): void {
  for (let j = 0, p = to; j < columns; j++, p += step) x[p] /= pivot
}
