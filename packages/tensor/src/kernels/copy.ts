import type { Data } from '../array/dtype.ts'
import type { RunLevel } from '../array/loop.ts'

/** Rows and columns of a square that fits the first cache. */
const TILE = 16

/**
 * Copies strided elements. The two innermost runs are one plane, so that short rows cost no visit
 * each. Columns that become rows are copied in tiles, which stay in the cache.
 */
export const copyRuns = (
  levels: readonly RunLevel[],
  x: Data,
  start: number,
  out: Data,
  place: number,
): void => {
  const [width, [di, step]] = levels[0] ?? [1, [0, 0]]
  const [height, [down, below]] = levels[1] ?? [1, [0, 0]]
  const copy = (n: number, i: number, di: number, o: number, step: number): void => {
    for (; n-- > 0; i += di, o += step) out[o] = x[i]
  }
  const rows = (from: number, to: number): void => {
    for (let row = 0; row < height; row++, from += down, to += below) copy(width, from, di, to, step)
  }
  const wholeRows = (from: number, to: number): void => {
    for (let row = 0; row < height; row++, from += down, to += below)
      (out as Float64Array).set((x as Float64Array).subarray(from, from + width), to)
  }
  const columns = (from: number, to: number): void => {
    for (let left = 0; left < width; left++) copy(height, from + left * di, down, to + left * step, below)
  }
  const tiles = (from: number, to: number): void => {
    for (let top = 0; top < height; top += TILE)
      for (let left = 0; left < width; left += TILE) {
        const n = Math.min(TILE, width - left)
        for (let row = top; row < Math.min(top + TILE, height); row++)
          copy(n, from + row * down + left * di, di, to + row * below + left * step, step)
      }
  }
  const isRun = di === 1 && step === 1 && width >= 64 && x.constructor === out.constructor
  const isTurned = Math.abs(di) > Math.abs(down) && down !== 0
  const plane = isRun ? wholeRows : width < 8 && height > width ? columns : isTurned ? tiles : rows
  const nest = (level: number, from: number, to: number): void => {
    if (level < 2) plane(from, to)
    else {
      const [n, [far, wide]] = levels[level]
      for (let k = 0; k < n; k++) nest(level - 1, from + k * far, to + k * wide)
    }
  }
  nest(levels.length - 1, start, place)
}
