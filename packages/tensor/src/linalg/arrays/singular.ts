/**
 * Singular values and vectors: QR, reduction to bidiagonal form, then divide and conquer (Gu &
 * Eisenstat 1995).
 */
import { matrixView, transposedView } from '../../array/matrix-view.ts'
import { bidiagonalize } from './bidiagonal.ts'
import { fillDiagonal, type Matrix, matrixOf, packed, part } from './matrix.ts'
import { ascending, mergeOrder, replaceRows, rotateRows, toleranceOf } from './merge.ts'
import { factorQr } from './qr.ts'
import { applyReflectors } from './reflectors.ts'
import { secularRoots } from './secular.ts'
import { scaleToOne } from './symmetric.ts'

/**
 * A = U·diag(values)·V with the values in descending order. U and V are null if they were not
 * requested.
 */
export interface Singular {
  readonly values: Float64Array
  /** [rows, number of values], or [rows, rows] with 'full'. */
  readonly u: Matrix | null
  /** [number of values, columns], or [columns, columns] with 'full'. */
  readonly vh: Matrix | null
}

/** The vectors to compute: none, one per singular value, or also those orthogonal to them. */
export type Vectors = 'none' | 'reduced' | 'full'

/**
 * The decomposition of a matrix of finite numbers with no more columns than rows. The matrix is
 * contiguous and is overwritten.
 */
export function singular(a: Matrix, vectors: Vectors): Singular {
  const { rows, columns: n } = a
  const scale = scaleToOne(a)
  const q = rows > n ? factorQr(a) : null
  const square = part(a, 0, n, 0, n)
  if (q) for (let i = 1; i < n; i++) a.data.fill(0, i * n, i * n + i)
  const { diagonal, above, left, right } = bidiagonalize(square)
  const whole = vectors !== 'none'
  // One row per singular vector of the bidiagonal matrix, or only its first and last element.
  const u = whole ? matrixOf(n, n) : null
  const v = matrixOf(n + 1, whole ? n + 1 : 2)
  divide({ d: diagonal, e: above, u, v }, 0, n)
  const values = diagonal.map(x => x * scale).reverse()
  if (!u) return { values, u: null, vh: null }
  const width = vectors === 'full' ? rows : n
  const uAll = matrixOf(rows, width)
  const vAll = matrixOf(n, n)
  for (let j = 0; j < n; j++)
    for (let i = 0, at = n - 1 - j; i < n; i++) {
      uAll.data[i * width + j] = u.data[at * n + i]
      vAll.data[j * n + i] = v.data[at * (n + 1) + i]
    }
  applyReflectors(left, part(uAll, 0, n, 0, n))
  applyReflectors(right, transposedView(vAll))
  if (width > n) fillDiagonal(part(uAll, n, rows - n, n, rows - n))
  if (q) applyReflectors(q, uAll)
  return { values, u: uAll, vh: vAll }
}

/**
 * The diagonal, the superdiagonal, and the vectors as rows. `u` is null if no vectors were
 * requested.
 */
interface Parts {
  readonly d: Float64Array
  readonly e: Float64Array
  readonly u: Matrix | null
  readonly v: Matrix
}

/**
 * Writes the singular values of `size` rows from `low` on, [size, size + 1], over the diagonal. Row
 * low + size of `v` becomes the vector that these rows map to 0.
 */
function divide(parts: Parts, low: number, size: number): void {
  const { u, v } = parts
  if (size === 0) {
    const at = low * v.columns
    v.data.fill(1, u ? at + low : at, u ? at + low + 1 : at + 2)
    return
  }
  const middle = low + (size >> 1)
  divide(parts, low, middle - low)
  divide(parts, middle + 1, low + size - middle - 1)
  conquer(parts, low, middle, size)
}

/** Joins the parts above and below the row `middle`. */
function conquer({ d, e, u, v }: Parts, low: number, middle: number, size: number): void {
  const end = low + size
  const width = v.columns
  const [alpha, beta] = [d[middle], e[middle]]
  // In the basis of the vectors of the parts, the matrix is a diagonal and one full row z, which
  // comes from the middle row.
  const z = new Float64Array(end + 1)
  for (let i = low; i <= middle; i++) z[i] = alpha * v.data[i * width + (u ? middle : 1)]
  for (let i = middle + 1; i <= end; i++) z[i] = beta * v.data[i * width + (u ? middle + 1 : 0)]
  if (!u) {
    for (let i = low; i <= middle; i++) v.data[2 * i + 1] = 0
    for (let i = middle + 1; i <= end; i++) v.data[2 * i] = 0
  }
  d[middle] = 0
  if (u) u.data[middle * u.columns + middle] = 1
  let largest = Math.abs(alpha) > Math.abs(beta) ? Math.abs(alpha) : Math.abs(beta)
  for (let i = low; i < end; i++) if (d[i] > largest) largest = d[i]
  const tolerance = toleranceOf(largest)
  // Each part maps one vector to 0. Only one combination of these two appears in the middle row.
  const seen = Math.sqrt(z[middle] * z[middle] + z[end] * z[end])
  if (seen > tolerance) rotateRows(v, middle, end, z[middle] / seen, z[end] / seen)
  z[middle] = seen > tolerance ? seen : tolerance
  const order = mergeOrder(d, low, middle, middle + 1, end)
  const kept = [middle]
  const done: number[] = []
  for (const i of order) {
    if (Math.abs(z[i]) <= tolerance) {
      done.push(i)
      continue
    }
    const before = kept[kept.length - 1]
    if (kept.length > 1 && d[i] - d[before] <= tolerance) {
      const length = Math.sqrt(z[before] * z[before] + z[i] * z[i])
      const [c, s] = [z[i] / length, z[before] / length]
      z[i] = length
      rotateRows(v, i, before, c, s)
      if (u) rotateRows(u, i, before, c, s)
      kept.pop()
      done.push(before)
    }
    kept.push(i)
  }
  const n = kept.length
  const old = Float64Array.from(kept, i => d[i])
  if (n > 1 && old[1] <= tolerance / 2) old[1] = tolerance / 2
  const weights = Float64Array.from(kept, i => z[i] * z[i])
  const roots = secularRoots(weights, (origin, out) => {
    for (let k = 0; k < n; k++) out[k] = (old[k] - old[origin]) * (old[k] + old[origin])
  })
  const values = new Float64Array(size)
  const right = matrixOf(n, n)
  const left = matrixOf(n, n)
  for (let j = 0; j < n; j++) {
    const [pole, x] = [old[roots.origin[j]], roots.shift[j]]
    values[j] = n === 1 ? seen : pole + x / (pole + Math.sqrt(pole * pole + x))
    let [sumLeft, sumRight] = [0, 0]
    for (let k = 0, at = j * n; k < n; k++, at++) {
      const r = (z[kept[k]] < 0 ? -roots.weights[k] : roots.weights[k]) / roots.gaps[at]
      const l = k === 0 ? -1 : old[k] * r
      right.data[at] = r
      left.data[at] = l
      sumRight += r * r
      sumLeft += l * l
    }
    const [lengthLeft, lengthRight] = [Math.sqrt(sumLeft), Math.sqrt(sumRight)]
    for (let k = 0, at = j * n; k < n; k++, at++) {
      right.data[at] /= lengthRight
      left.data[at] /= lengthLeft
    }
  }
  for (let j = n; j < size; j++) values[j] = d[done[j - n]]
  const sorted = ascending(values)
  sorted.forEach((j, i) => {
    d[low + i] = values[j]
  })
  replaceRows(v, right, kept, done, sorted, low, u ? low : 0, u ? size + 1 : 2)
  if (u) replaceRows(u, left, kept, done, sorted, low, low, size)
}

/** The same for any matrix. It is contiguous, row by row, and may be overwritten. */
export function singularOf(a: Matrix, vectors: Vectors): Singular {
  if (a.rows >= a.columns) return singular(a, vectors)
  const { values, u, vh } = singular(matrixView(packed(transposedView(a)), a.columns, a.rows), vectors)
  return { values, u: vh && transposedView(vh), vh: u && transposedView(u) }
}
