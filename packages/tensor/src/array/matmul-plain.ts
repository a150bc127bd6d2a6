/**
 * The plain matrix product: the oracle of the kernels, and what runs where they may not. Row by row of the
 * result, so that the innermost loop runs along rows of b and c; each element is the sequential sum over k.
 */
import type { Data } from './dtype.ts'

export function matmulPlain(
  m: number,
  n: number,
  k: number,
  a: Data,
  aOffset: number,
  aRowStride: number,
  aColStride: number,
  b: Data,
  bOffset: number,
  bRowStride: number,
  bColStride: number,
  c: Data,
  cOffset: number,
  cRowStride: number,
  cColStride: number,
): void {
  const round = c instanceof Float32Array
  for (let i = 0; i < m; i++) {
    const row = cOffset + i * cRowStride
    for (let l = 0; l < k; l++) {
      const x = a[aOffset + i * aRowStride + l * aColStride]
      let q = bOffset + l * bRowStride
      let p = row
      if (!round) for (let j = 0; j < n; j++, p += cColStride, q += bColStride) c[p] += x * b[q]
      else for (let j = 0; j < n; j++, p += cColStride, q += bColStride) c[p] += Math.fround(x * b[q])
    }
  }
}
