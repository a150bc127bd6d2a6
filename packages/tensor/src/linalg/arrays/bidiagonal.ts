/**
 * Reduces square matrices to upper bidiagonal form, in blocks (Dongarra, Sorensen & Hammarling
 * 1989).
 */
import { transposedView } from '../../array/matrix-view.ts'
import { type Matrix, matrixOf, multiply, part, SUBTRACT } from './matrix.ts'
import { BLOCK, type Reflectors, reflect, reflectorsOf } from './reflectors.ts'
import { dot, subtractMultiple, timesVector, transposeTimesVector } from './vectors.ts'

export interface Bidiagonal {
  readonly diagonal: Float64Array
  /** The superdiagonal, with as many numbers; the last is 0. */
  readonly above: Float64Array
  /** A = LBRᵀ, where L and R are the products of these reflectors. */
  readonly left: Reflectors
  readonly right: Reflectors
}

/** Reduces a square matrix, which is overwritten. Its rows are contiguous, one after the other. */
export function bidiagonalize(a: Matrix): Bidiagonal {
  const n = a.rows
  const diagonal = new Float64Array(n)
  const above = new Float64Array(n)
  const left = reflectorsOf(n, n, 0)
  const right = reflectorsOf(Math.max(0, n - 1), n, 1)
  // A block changes A by PᵀQ. P has the rows v₀, x₀, v₁, x₁, … and Q the rows y₀, u₀, y₁, u₁, …. v
  // and u are the vectors of the reflectors on the left and on the right.
  const p = matrixOf(2 * BLOCK, n)
  const q = matrixOf(2 * BLOCK, n)
  const line = new Float64Array(n)
  const other = new Float64Array(n)
  for (let first = 0; first < n; first += BLOCK) {
    const last = Math.min(n, first + BLOCK)
    for (let i = first; i < last; i++) {
      const v = 2 * (i - first)
      for (let r = i; r < n; r++) line[r] = a.data[r * n + i]
      for (let k = 0; k < v; k++) subtractMultiple(q.data[k * n + i], p.data, k * n, line, i, n)
      ;[left.taus[i], diagonal[i]] = reflect(line, i, n)
      left.vectors.data.set(line.subarray(i), i * n + i)
      if (i === n - 1) break
      p.data.set(line.subarray(i), v * n + i)
      const next = i + 1
      transposeTimesVector(part(a, i, n - i, next, n - next), line, i, other, next)
      for (let k = 0; k < v; k++)
        subtractMultiple(dot(p.data, k * n, line, i, n), q.data, k * n, other, next, n)
      for (let c = next; c < n; c++) other[c] *= left.taus[i]
      q.data.set(other.subarray(next), v * n + next)
      for (let c = next; c < n; c++) line[c] = a.data[i * n + c]
      for (let k = 0; k <= v; k++) subtractMultiple(p.data[k * n + i], q.data, k * n, line, next, n)
      ;[right.taus[i], above[i]] = reflect(line, next, n)
      right.vectors.data.set(line.subarray(next), i * n + next)
      timesVector(part(a, next, n - next, next, n - next), line, next, other, next)
      for (let k = 0; k <= v; k++)
        subtractMultiple(dot(q.data, k * n, line, next, n), p.data, k * n, other, next, n)
      for (let r = next; r < n; r++) other[r] *= right.taus[i]
      p.data.set(other.subarray(next), (v + 1) * n + next)
      q.data.set(line.subarray(next), (v + 1) * n + next)
    }
    const rows = 2 * (last - first)
    if (last < n)
      multiply(
        transposedView(part(p, 0, rows, last, n - last)),
        part(q, 0, rows, last, n - last),
        part(a, last, n - last, last, n - last),
        SUBTRACT,
      )
  }
  return { diagonal, above, left, right }
}
