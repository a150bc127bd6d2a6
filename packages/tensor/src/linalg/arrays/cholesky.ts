/** The Cholesky factorization A = LLᵀ, by halves (Gustavson 1997). */
import { transposedView } from '../../array/matrix-view.ts'
import { type Matrix, multiply, part, SUBTRACT } from './matrix.ts'
import { half, solveLower } from './triangular.ts'

const SMALL = 16
/** A square of so many columns is computed whole, though half of it is not needed. */
const WHOLE = 96

/**
 * Writes L over the lower triangle of A; what lies above the diagonal is not read. Returns the
 * order of the first leading minor that is not positive, or 0.
 */
export function factorCholesky(a: Matrix): number {
  const n = a.rows
  if (n <= SMALL) return rowByRow(a)
  const m = half(n)
  const left = part(a, 0, m, 0, m)
  const below = part(a, m, n - m, 0, m)
  const rest = part(a, m, n - m, m, n - m)
  const first = factorCholesky(left)
  if (first > 0) return first
  solveLower(left, transposedView(below), false)
  subtractGram(below, rest)
  const second = factorCholesky(rest)
  return second > 0 ? m + second : 0
}

/** The lower triangle of C − AAᵀ. */
function subtractGram(a: Matrix, c: Matrix): void {
  const n = c.rows
  if (n <= WHOLE) {
    multiply(a, transposedView(a), c, SUBTRACT)
    return
  }
  const m = half(n)
  const top = part(a, 0, m, 0, a.columns)
  const bottom = part(a, m, n - m, 0, a.columns)
  subtractGram(top, part(c, 0, m, 0, m))
  multiply(bottom, transposedView(top), part(c, m, n - m, 0, m), SUBTRACT)
  subtractGram(bottom, part(c, m, n - m, m, n - m))
}

function rowByRow({ data, rows, offset, rowStride }: Matrix): number {
  for (let i = 0; i < rows; i++) {
    const row = offset + i * rowStride
    for (let j = 0; j <= i; j++) {
      const other = offset + j * rowStride
      let s = data[row + j]
      for (let k = 0; k < j; k++) s -= data[row + k] * data[other + k]
      if (j < i) data[row + j] = s / data[other + j]
      else if (s > 0) data[row + j] = Math.sqrt(s)
      else return i + 1
    }
  }
  return 0
}
