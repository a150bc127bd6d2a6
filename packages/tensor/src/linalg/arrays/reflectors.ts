/**
 * Householder reflectors H = I − τvvᵀ with v[first] = 1. A product of many of them is computed with
 * matrix products: H₀H₁…H₍ᵦ₋₁₎ = I − VTVᵀ (Schreiber & Van Loan 1989).
 */
import { transposedView } from '../../array/matrix-view.ts'
import { type Matrix, matrixOf, multiply, part, SUBTRACT } from './matrix.ts'

/** The number of reflectors that are applied at once. */
export const BLOCK = 32

/**
 * Reflectors in order. Row q is the vector of reflector q. It is 1 at element q + `shift` and 0
 * before it.
 */
export interface Reflectors {
  readonly vectors: Matrix
  readonly taus: Float64Array
  readonly shift: number
}

export const reflectorsOf = (count: number, length: number, shift: number): Reflectors => ({
  vectors: matrixOf(count, length),
  taus: new Float64Array(count),
  shift,
})

/** The length of a contiguous vector. Intermediate results neither overflow nor underflow. */
export function lengthOf(x: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += x[i] * x[i]
  if (sum > 1e-280 && sum < 1e300) return Math.sqrt(sum)
  let largest = 0
  for (let i = from; i < to; i++) if (!(Math.abs(x[i]) <= largest)) largest = Math.abs(x[i])
  if (largest === 0 || !(largest < Infinity)) return largest
  sum = 0
  for (let i = from; i < to; i++) sum += (x[i] / largest) ** 2
  return largest * Math.sqrt(sum)
}

/**
 * Replaces the vector [from, to) by the v of the reflector that maps it to β times the first unit
 * vector. Returns τ and β. The signs are LAPACK's: β has the opposite sign of the first element. A
 * vector that needs no reflection has τ = 0.
 */
export function reflect(x: Float64Array, from: number, to: number): [tau: number, beta: number] {
  if (from >= to) return [0, 0]
  const first = x[from]
  x[from] = 1
  const rest = lengthOf(x, from + 1, to)
  if (rest === 0) return [0, first]
  const size = Math.abs(first) > rest ? Math.abs(first) : rest
  if (size < 2 ** -960) {
    // Numbers as small as these have few digits, so their quotients would be inexact. They are
    // scaled up.
    x[from] = first
    for (let i = from; i < to; i++) x[i] *= 2 ** 500
    const [tau, beta] = reflect(x, from, to)
    return [tau, beta * 2 ** -500]
  }
  const length = size * Math.sqrt((first / size) ** 2 + (rest / size) ** 2)
  const beta = first > 0 ? -length : length
  const scale = first - beta
  for (let i = from + 1; i < to; i++) x[i] /= scale
  return [(beta - first) / beta, beta]
}

/** The upper triangular T of the reflectors whose vectors are the rows of `v`. */
function triangleOf(v: Matrix, taus: Float64Array): Matrix {
  const n = v.rows
  const gram = matrixOf(n, n)
  multiply(v, transposedView(v), gram)
  const t = matrixOf(n, n)
  for (let j = 0; j < n; j++) {
    t.data[j * n + j] = taus[j]
    for (let i = 0; i < j; i++) {
      let sum = 0
      for (let k = i; k < j; k++) sum += t.data[i * n + k] * gram.data[k * n + j]
      t.data[i * n + j] = -taus[j] * sum
    }
  }
  return t
}

/**
 * Replaces C by (I − VTVᵀ)C, or with `transposed` by (I − VTᵀVᵀ)C. The rows of `v` are the columns
 * of V.
 */
export function applyBlock(v: Matrix, taus: Float64Array, c: Matrix, transposed: boolean): void {
  const t = triangleOf(v, taus)
  const w = matrixOf(v.rows, c.columns)
  multiply(v, c, w)
  const tw = matrixOf(v.rows, c.columns)
  multiply(transposed ? transposedView(t) : t, w, tw)
  multiply(transposedView(v), tw, c, SUBTRACT)
}

/**
 * Replaces C by H₀H₁…C. With `identity`, C is an identity matrix, and columns that a block does not
 * change are skipped.
 */
export function applyReflectors({ vectors, taus, shift }: Reflectors, c: Matrix, identity = false): void {
  const count = vectors.rows
  for (let last = count; last > 0; ) {
    const first = Math.max(0, Math.ceil(last / BLOCK) - 1) * BLOCK
    const start = first + shift
    const left = identity ? Math.min(start, c.columns) : 0
    const length = vectors.columns - start
    if (length > 0)
      applyBlock(
        part(vectors, first, last - first, start, length),
        taus.subarray(first, last),
        part(c, start, length, left, c.columns - left),
        false,
      )
    last = first
  }
}
