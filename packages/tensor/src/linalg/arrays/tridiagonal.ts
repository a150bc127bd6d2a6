/**
 * Reduces symmetric matrices to tridiagonal form, in blocks (Dongarra, Sorensen & Hammarling 1989).
 */
import { transposedView } from '../../array/matrix-view.ts'
import { type Matrix, matrixOf, multiply, part, SUBTRACT } from './matrix.ts'
import { BLOCK, type Reflectors, reflect, reflectorsOf } from './reflectors.ts'
import { dot, subtractMultiple, timesVector } from './vectors.ts'

export interface Tridiagonal {
  readonly diagonal: Float64Array
  /** The elements beside the diagonal, one fewer. */
  readonly beside: Float64Array
  /** A = QTQᵀ, where Q is the product of these reflectors. */
  readonly reflectors: Reflectors
}

/**
 * Reduces a symmetric matrix, which is overwritten. Its rows are contiguous, one after the other.
 */
export function tridiagonalize(a: Matrix): Tridiagonal {
  const n = a.rows
  const diagonal = new Float64Array(n)
  const beside = new Float64Array(Math.max(0, n - 1))
  const reflectors = reflectorsOf(Math.max(0, n - 1), n, 1)
  const { taus } = reflectors
  const v = reflectors.vectors.data
  // A block changes A by VᵀW + WᵀV. The rows of `left` are v₀, w₀, v₁, w₁, …, those of `right` are
  // w₀, v₀, w₁, v₁, ….
  const left = matrixOf(2 * BLOCK, n)
  const right = matrixOf(2 * BLOCK, n)
  const column = new Float64Array(n)
  const w = new Float64Array(n)
  for (let first = 0; first < n; first += BLOCK) {
    const last = Math.min(n, first + BLOCK)
    for (let i = first; i < last; i++) {
      const rows = 2 * (i - first)
      for (let r = i; r < n; r++) column[r] = a.data[i * n + r]
      for (let q = 0; q < rows; q++) subtractMultiple(left.data[q * n + i], right.data, q * n, column, i, n)
      diagonal[i] = column[i]
      if (i === n - 1) break
      const [tau, beta] = reflect(column, i + 1, n)
      beside[i] = beta
      taus[i] = tau
      for (let r = i + 1; r < n; r++) v[i * n + r] = column[r]
      timesVector(part(a, i + 1, n - i - 1, i + 1, n - i - 1), column, i + 1, w, i + 1)
      for (let q = 0; q < rows; q++)
        subtractMultiple(dot(right.data, q * n, column, i + 1, n), left.data, q * n, w, i + 1, n)
      for (let r = i + 1; r < n; r++) w[r] *= tau
      subtractMultiple((tau / 2) * dot(w, 0, column, i + 1, n), column, 0, w, i + 1, n)
      for (let r = i + 1; r < n; r++) {
        left.data[rows * n + r] = right.data[(rows + 1) * n + r] = column[r]
        left.data[(rows + 1) * n + r] = right.data[rows * n + r] = w[r]
      }
    }
    const rows = 2 * (last - first)
    if (last < n)
      multiply(
        transposedView(part(left, 0, rows, last, n - last)),
        part(right, 0, rows, last, n - last),
        part(a, last, n - last, last, n - last),
        SUBTRACT,
      )
  }
  return { diagonal, beside, reflectors }
}
