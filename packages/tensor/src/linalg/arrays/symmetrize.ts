import type { Matrix } from './matrix.ts'

const TILE = 16

/** Replaces a square matrix, whose rows are contiguous, by the mean of itself and its transpose. */
export function symmetrize({ data, rows: n, offset, rowStride }: Matrix): void {
  // In tiles, so that both triangles are read along their rows.
  for (let top = 0; top < n; top += TILE)
    for (let left = 0; left <= top; left += TILE)
      for (let i = top; i < n && i < top + TILE; i++) {
        let q = offset + left * rowStride + i
        const row = offset + i * rowStride
        const end = row + (i < left + TILE ? i : left + TILE)
        for (let p = row + left; p < end; p++, q += rowStride) {
          const mean = (data[p] + data[q]) * 0.5
          data[p] = mean
          data[q] = mean
        }
      }
}
