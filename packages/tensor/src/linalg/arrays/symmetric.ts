/**
 * Eigenvalues and eigenvectors of symmetric matrices: reduction to tridiagonal form, then divide
 * and conquer.
 */
import { transposedView } from '../../array/matrix-view.ts'
import { type Matrix, matrixOf, packed } from './matrix.ts'
import { ascending, mergeOrder, replaceRows, rotateRows, toleranceOf } from './merge.ts'
import { applyReflectors } from './reflectors.ts'
import { type Roots, secularRoots } from './secular.ts'
import { tridiagonalize } from './tridiagonal.ts'

/**
 * Eigenvalues in ascending order and, if requested, the eigenvectors as columns of a matrix that is
 * stored row by row.
 */
export interface Eigen {
  readonly values: Float64Array
  readonly vectors: Float64Array | null
}

/**
 * The decomposition of a symmetric matrix of finite numbers. The matrix is contiguous, row by row,
 * and is overwritten.
 */
export function symmetricEigen(a: Matrix, withVectors: boolean): Eigen {
  const n = a.rows
  const scale = scaleToOne(a)
  const { diagonal, beside, reflectors } = tridiagonalize(a)
  // One row per eigenvector of the tridiagonal matrix, or only its first and last element.
  const w = matrixOf(n, withVectors ? n : 2)
  divide(diagonal, beside, w, withVectors, 0, n)
  for (let i = 0; i < n; i++) diagonal[i] *= scale
  if (!withVectors) return { values: diagonal, vectors: null }
  const columns = transposedView(w)
  applyReflectors(reflectors, columns)
  return { values: diagonal, vectors: packed(columns) }
}

/**
 * Divides a matrix by its largest magnitude and returns that magnitude. A matrix of zeros has scale
 * 1.
 */
export function scaleToOne({ data, offset, rows, columns }: Matrix): number {
  let scale = 0
  const end = offset + rows * columns
  for (let i = offset; i < end; i++) if (Math.abs(data[i]) > scale) scale = Math.abs(data[i])
  if (scale === 0) return 1
  for (let i = offset; i < end; i++) data[i] /= scale
  return scale
}

/**
 * Writes the eigenvalues of the part [low, high) of a tridiagonal matrix over its diagonal, and
 * computes its eigenvectors (Cuppen 1981, Gu & Eisenstat 1995).
 */
function divide(
  d: Float64Array,
  e: Float64Array,
  w: Matrix,
  whole: boolean,
  low: number,
  high: number,
): void {
  if (high - low < 2) {
    if (high > low)
      w.data.fill(1, ...(whole ? [low * (w.columns + 1), low * (w.columns + 1) + 1] : [2 * low, 2 * low + 2]))
    return
  }
  const middle = (low + high) >> 1
  const coupling = e[middle - 1]
  d[middle - 1] -= Math.abs(coupling)
  d[middle] -= Math.abs(coupling)
  divide(d, e, w, whole, low, middle)
  divide(d, e, w, whole, middle, high)
  conquer(d, coupling, w, whole, low, middle, high)
}

/** Joins the parts [low, middle) and [middle, high), which a matrix of rank one connects. */
function conquer(
  d: Float64Array,
  coupling: number,
  w: Matrix,
  whole: boolean,
  low: number,
  middle: number,
  high: number,
): void {
  const width = w.columns
  const size = high - low
  // The matrix is D + ρzzᵀ with z of length 1. z holds the last elements of the vectors of the
  // first part and the first elements of those of the second part.
  const z = new Float64Array(high)
  const sign = coupling < 0 ? -Math.SQRT1_2 : Math.SQRT1_2
  for (let i = low; i < middle; i++) z[i] = w.data[i * width + (whole ? middle - 1 : 1)] * Math.SQRT1_2
  for (let i = middle; i < high; i++) z[i] = w.data[i * width + (whole ? middle : 0)] * sign
  if (!whole) {
    for (let i = low; i < middle; i++) w.data[2 * i + 1] = 0
    for (let i = middle; i < high; i++) w.data[2 * i] = 0
  }
  const rho = 2 * Math.abs(coupling)
  let largest = 0
  for (let i = low; i < high; i++) {
    const size = Math.abs(d[i]) > Math.abs(z[i]) ? Math.abs(d[i]) : Math.abs(z[i])
    if (size > largest) largest = size
  }
  const tolerance = toleranceOf(largest)
  const order = mergeOrder(d, low, middle, middle, high)
  const kept: number[] = []
  const done: number[] = []
  for (const i of order) {
    if (rho * Math.abs(z[i]) <= tolerance) {
      done.push(i)
      continue
    }
    const before = kept.at(-1)
    if (before !== undefined) {
      const length = Math.sqrt(z[before] * z[before] + z[i] * z[i])
      const c = z[i] / length
      const s = z[before] / length
      const gap = d[i] - d[before]
      if (Math.abs(gap * c * s) <= tolerance) {
        // A rotation of the two vectors makes the element of z of one of them 0.
        z[i] = length
        rotateRows(w, i, before, c, s)
        const lower = d[before] * c * c + d[i] * s * s
        d[i] = d[before] * s * s + d[i] * c * c
        d[before] = lower
        kept.pop()
        done.push(before)
      }
    }
    kept.push(i)
  }
  const n = kept.length
  const poles = Float64Array.from(kept, i => d[i])
  const weights = Float64Array.from(kept, i => rho * z[i] * z[i])
  const roots = secularRoots(weights, (origin, out) => {
    for (let k = 0; k < n; k++) out[k] = poles[k] - poles[origin]
  })
  const s = vectorsOf(
    roots,
    kept.map(i => z[i]),
  )
  const values = new Float64Array(size)
  for (let j = 0; j < n; j++) values[j] = poles[roots.origin[j]] + roots.shift[j]
  for (let j = n; j < size; j++) values[j] = d[done[j - n]]
  const sorted = ascending(values)
  sorted.forEach((j, i) => {
    d[low + i] = values[j]
  })
  replaceRows(w, s, kept, done, sorted, low, whole ? low : 0, whole ? size : 2)
}

/** The eigenvectors of D + ρzzᵀ, one per row, with the signs of z. */
function vectorsOf({ weights, gaps }: Roots, z: readonly number[]): Matrix {
  const n = z.length
  const s = matrixOf(n, n)
  for (let j = 0; j < n; j++) {
    let sum = 0
    for (let k = 0; k < n; k++) {
      const x = (z[k] < 0 ? -weights[k] : weights[k]) / gaps[j * n + k]
      s.data[j * n + k] = x
      sum += x * x
    }
    const length = Math.sqrt(sum)
    for (let k = 0; k < n; k++) s.data[j * n + k] /= length
  }
  return s
}
