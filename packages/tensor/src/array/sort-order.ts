import type { Run } from './loop.ts'

/**
 * A loop that writes the order that sorts a run: stable, -0 equal to 0, NaN the largest. The
 * comparison sort of the engine.
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
