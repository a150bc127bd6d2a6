import type { Run } from './loop.ts'

/**
 * The plain loop that writes the indices that sort a run: a comparison sort. It is stable, -0
 * equals 0, and NaN is the largest.
 */
export const sortOrder =
  (_n: number, descending: boolean): Run =>
  (x, at, n, step, out, o) => {
    const order = Int32Array.from({ length: n }, (_, i) => i)
    order.sort((i, j) => {
      const [a, b] = descending ? [j, i] : [i, j]
      return compare(x[at + a * step], x[at + b * step]) || i - j
    })
    for (let i = 0; i < n; i++) out[o + i * step] = order[i]
  }

const compare = (a: number, b: number): number =>
  a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b))
