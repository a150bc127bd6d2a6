import type { Data } from '../array/dtype.ts'
import type { RunLevel } from '../array/loop.ts'

/** The rows of a strip. The lines of the cache with their elements are read once. */
const STRIP = 16

/**
 * Copies strided elements. The two innermost runs are one plane, so that short rows cost no visit
 * each.
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
  const rows = (from: number, to: number): void => {
    for (let row = 0; row < height; row++, from += down, to += below) copy(width, x, from, di, out, to, step)
  }
  const wholeRows = (from: number, to: number): void => {
    for (let row = 0; row < height; row++, from += down, to += below)
      (out as Float64Array).set((x as Float64Array).subarray(from, from + width), to)
  }
  const columns = (from: number, to: number): void => {
    for (let left = 0; left < width; left++)
      copy(height, x, from + left * di, down, out, to + left * step, below)
  }
  const strips = (from: number, to: number): void => {
    for (let top = 0; top < height; top += STRIP) {
      const n = Math.min(STRIP, height - top)
      copyStrip(n, width, x, from + top * down, di, down, out, to + top * below, step, below)
    }
  }
  const isRun = di === 1 && step === 1 && width >= 64 && x.constructor === out.constructor
  const isTurned = Math.abs(di) > Math.abs(down) && down !== 0
  const plane = isRun ? wholeRows : width < 8 && height > width ? columns : isTurned ? strips : rows
  const nest = (level: number, from: number, to: number): void => {
    if (level < 2) plane(from, to)
    else {
      const [n, [far, wide]] = levels[level]
      for (let k = 0; k < n; k++) nest(level - 1, from + k * far, to + k * wide)
    }
  }
  nest(levels.length - 1, start, place)
}

const copy = (n: number, x: Data, i: number, di: number, out: Data, o: number, step: number): void => {
  for (; n-- > 0; i += di, o += step) out[o] = x[i]
}

/** Copies the columns of a few rows, four columns together. */
const copyStrip = (
  height: number,
  width: number,
  x: Data,
  from: number,
  di: number,
  down: number,
  out: Data,
  to: number,
  step: number,
  below: number,
): void => {
  for (; width >= 4; width -= 4, from += 4 * di, to += 4 * step)
    for (let row = 0, i = from, o = to; row < height; row++, i += down, o += below) {
      out[o] = x[i]
      out[o + step] = x[i + di]
      out[o + 2 * step] = x[i + 2 * di]
      out[o + 3 * step] = x[i + 3 * di]
    }
  for (; width > 0; width--, from += di, to += step) copy(height, x, from, down, out, to, below)
}
