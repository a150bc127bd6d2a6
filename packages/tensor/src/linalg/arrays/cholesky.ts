/** The Cholesky factorization A = UᵀU, by recursion on halves (Gustavson 1997), then by panels. */
import { choleskyByRows } from '../../array/cholesky.ts'
import { storeToWrite } from '../../array/fast.ts'
import { transposedView } from '../../array/matrix-view.ts'
import { type Matrix, multiply, part, SUBTRACT } from './matrix.ts'
import { half, solveLower } from './triangular.ts'

/** The rows of a panel. */
const SMALL = 8
/** Up to this size U is computed by panels. A larger one does not stay in the cache. */
const LEFT = 256
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
  if (n <= LEFT) return byPanels(a)
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

/** Computes panels of rows of U from top to bottom. */
function byPanels(a: Matrix): number {
  const n = a.rows
  for (let i = 0; i < n; i += SMALL) {
    const rows = Math.min(SMALL, n - i)
    const panel = part(a, i, rows, i, n - i)
    if (i > 0) multiply(transposedView(part(a, 0, i, i, rows)), part(a, 0, i, i, n - i), panel, SUBTRACT)
    const order = choleskyByRows(a.data, rows, panel.offset, a.rowStride)
    if (order > 0) return i + order
    const corner = transposedView(part(panel, 0, rows, 0, rows))
    if (i + rows < n) solveLower(corner, part(panel, 0, rows, rows, n - i - rows), false)
  }
  return 0
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
  const out = storeToWrite('cholesky', 'float64', [n, n]) as Float64Array
  // In stripes of two columns of the triangle, which are two rows of the result.
  for (let i = 0; i < n; i += 2) {
    const row = i * n
    let q = offset + i
    for (let p = row; p <= row + i; p++, q += rowStride) {
      out[p] = data[q]
      if (i + 1 < n) out[p + n] = data[q + 1]
    }
    out.fill(0, row + i + 1, row + n)
    if (i + 1 < n) {
      out[row + n + i + 1] = data[q + 1]
      out.fill(0, row + n + i + 2, row + 2 * n)
    }
  }
  return out
}
