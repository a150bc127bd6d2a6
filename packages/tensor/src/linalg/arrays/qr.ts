/** The factorization A = QR in blocks of Householder reflectors. */

import { type Matrix, part } from './matrix.ts'
import { applyBlock, BLOCK, type Reflectors, reflect, reflectorsOf } from './reflectors.ts'

/**
 * Writes R over the upper triangle of A, which is stored row by row. Q is the product of the
 * returned reflectors.
 */
export function factorQr(a: Matrix): Reflectors {
  const { data, rows, columns } = a
  const count = Math.min(rows, columns)
  const found = reflectorsOf(count, rows, 0)
  const { vectors, taus } = found
  const v = vectors.data
  for (let first = 0; first < count; first += BLOCK) {
    const last = Math.min(count, first + BLOCK)
    for (let i = first; i < rows; i++)
      for (let q = first; q < last; q++) v[q * rows + i] = data[i * columns + q]
    for (let q = first; q < last; q++) {
      const [tau, beta] = reflect(v, q * rows + q, (q + 1) * rows)
      taus[q] = tau
      data[q * columns + q] = beta
      if (tau !== 0) applyOne(v, rows, q, tau, last)
    }
    for (let q = first; q < last; q++)
      for (let i = first; i < q; i++) {
        data[i * columns + q] = v[q * rows + i]
        v[q * rows + i] = 0
      }
    if (last < columns)
      applyBlock(
        part(vectors, first, last - first, first, rows - first),
        taus.subarray(first, last),
        part(a, first, rows - first, last, columns - last),
        true,
      )
  }
  return found
}

/** Applies the reflector in row q of `v` to the rows after it, up to `last`, from element q on. */
function applyOne(v: Float64Array, length: number, q: number, tau: number, last: number): void {
  const base = q * length
  let c = q + 1
  for (; c + 2 <= last; c += 2) {
    const [x, y] = [(c - q) * length, (c + 1 - q) * length]
    let s = 0
    let t = 0
    for (let i = base + q; i < base + length; i++) {
      s += v[i] * v[i + x]
      t += v[i] * v[i + y]
    }
    s *= tau
    t *= tau
    for (let i = base + q; i < base + length; i++) {
      const f = v[i]
      v[i + x] -= s * f
      v[i + y] -= t * f
    }
  }
  if (c < last) {
    const x = (c - q) * length
    let s = 0
    for (let i = base + q; i < base + length; i++) s += v[i] * v[i + x]
    s *= tau
    for (let i = base + q; i < base + length; i++) v[i + x] -= s * v[i]
  }
}
