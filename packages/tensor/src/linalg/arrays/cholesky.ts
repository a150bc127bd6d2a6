/** The Cholesky factorization A = UᵀU, by recursion on halves (Gustavson 1997). */
import { choleskyByRows } from '../../array/cholesky.ts'
import { transposedView } from '../../array/matrix-view.ts'
import { type Matrix, multiply, part, SUBTRACT } from './matrix.ts'
import { half, solveLower } from './triangular.ts'

const SMALL = 8
/**
 * A square of at most this many columns is computed as a whole, though only half of it is needed.
 */
const WHOLE = 64

/**
 * Writes U over the upper triangle of A. Elements below the diagonal are not read, but they are
 * overwritten. Returns the order of the first leading minor that is not positive, or 0 if all are.
 */
export function factorCholesky(a: Matrix): number {
  const n = a.rows
  if (n <= SMALL) return choleskyByRows(a.data, n, a.offset, a.rowStride)
  const m = half(n)
  const left = part(a, 0, m, 0, m)
  const beside = part(a, 0, m, m, n - m)
  const rest = part(a, m, n - m, m, n - m)
  const first = factorCholesky(left)
  if (first > 0) return first
  solveLower(transposedView(left), beside, false)
  subtractGram(beside, rest)
  const second = factorCholesky(rest)
  return second > 0 ? m + second : 0
}

/** Subtracts AᵀA from the upper triangle of C. */
function subtractGram(a: Matrix, c: Matrix): void {
  const n = c.rows
  if (n <= WHOLE) {
    multiply(transposedView(a), a, c, SUBTRACT)
    return
  }
  const m = half(n)
  const left = part(a, 0, a.rows, 0, m)
  const right = part(a, 0, a.rows, m, n - m)
  subtractGram(left, part(c, 0, m, 0, m))
  multiply(transposedView(left), right, part(c, 0, m, m, n - m), SUBTRACT)
  subtractGram(right, part(c, m, n - m, m, n - m))
}

/** The transpose of an upper triangle, row by row in a new store. */
export function lowerTranspose({ data, rows: n, offset, rowStride }: Matrix): Float64Array {
  const out = new Float64Array(n * n)
  // In stripes, so that the triangle is read along its rows.
  for (let top = 0; top < n; top += 16)
    for (let i = top; i < n && i < top + 16; i++)
      for (let p = i * n, end = p + i, q = offset + i; p <= end; p++, q += rowStride) out[p] = data[q]
  return out
}
