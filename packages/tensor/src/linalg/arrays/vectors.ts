/** Loops over vectors and over the rows of matrices, four elements or rows at a time. */
import type { Matrix } from './matrix.ts'

/** Σ x[p + i]·y[i] for i ≥ `from`. */
export function dot(x: Float64Array, p: number, y: Float64Array, from: number, to: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let i = from
  for (; i + 4 <= to; i += 4) {
    a += x[p + i] * y[i]
    b += x[p + i + 1] * y[i + 1]
    c += x[p + i + 2] * y[i + 2]
    d += x[p + i + 3] * y[i + 3]
  }
  for (; i < to; i++) a += x[p + i] * y[i]
  return a + b + (c + d)
}

/** y[i] −= f·x[p + i] for i ≥ `from`. */
export function subtractMultiple(
  f: number,
  x: Float64Array,
  p: number,
  y: Float64Array,
  from: number,
  to: number,
): void {
  if (f !== 0) for (let i = from; i < to; i++) y[i] -= f * x[p + i]
}

/** Writes Ax to `y` from `to` on; x starts at `from`. The rows of A are contiguous. */
export function timesVector(a: Matrix, x: Float64Array, from: number, y: Float64Array, to: number): void {
  const { data, rows, columns, offset, rowStride } = a
  const end = from + columns
  let r = 0
  for (; r + 4 <= rows; r += 4) {
    let p = offset + r * rowStride
    let q = p + rowStride
    let s = q + rowStride
    let t = s + rowStride
    let e = 0
    let f = 0
    let g = 0
    let h = 0
    for (let i = from; i < end; i++) {
      const v = x[i]
      e += data[p++] * v
      f += data[q++] * v
      g += data[s++] * v
      h += data[t++] * v
    }
    y[to + r] = e
    y[to + r + 1] = f
    y[to + r + 2] = g
    y[to + r + 3] = h
  }
  for (; r < rows; r++) {
    let sum = 0
    for (let i = from, p = offset + r * rowStride; i < end; i++) sum += data[p++] * x[i]
    y[to + r] = sum
  }
}

/** Writes Aᵀx to `y` from `to` on; x starts at `from`. The rows of A are contiguous. */
export function transposeTimesVector(
  a: Matrix,
  x: Float64Array,
  from: number,
  y: Float64Array,
  to: number,
): void {
  const { data, rows, columns, offset, rowStride } = a
  y.fill(0, to, to + columns)
  const end = to + columns
  let r = 0
  for (; r + 4 <= rows; r += 4) {
    let p = offset + r * rowStride
    let q = p + rowStride
    let s = q + rowStride
    let t = s + rowStride
    const e = x[from + r]
    const f = x[from + r + 1]
    const g = x[from + r + 2]
    const h = x[from + r + 3]
    for (let i = to; i < end; i++) y[i] += e * data[p++] + f * data[q++] + (g * data[s++] + h * data[t++])
  }
  for (; r < rows; r++) {
    const e = x[from + r]
    for (let i = to, p = offset + r * rowStride; i < end; i++) y[i] += e * data[p++]
  }
}
