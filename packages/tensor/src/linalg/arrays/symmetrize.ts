import type { Matrix } from './matrix.ts'

const TILE = 16

/** A square matrix, row after row in one piece, becomes the mean of itself and its transpose. */
export function symmetrize({ data, rows: n, offset }: Matrix): void {
  // In tiles, so that both triangles are read along their rows.
  for (let top = 0; top < n; top += TILE)
    for (let left = 0; left <= top; left += TILE)
      for (let i = top; i < n && i < top + TILE; i++)
        for (let j = left; j < i && j < left + TILE; j++) {
          const p = offset + i * n + j
          const q = offset + j * n + i
          const mean = (data[p] + data[q]) / 2
          data[p] = mean
          data[q] = mean
        }
}
