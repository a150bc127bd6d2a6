import type { Data } from '../array/dtype.ts'
import type { Loop } from '../array/loop.ts'

/**
 * The loop that writes for each x the number of sorted elements that are below x or, with `right`,
 * not above it. It first tries the place that x would have among equidistant elements, such as the
 * edges of equal bins. If that is wrong, it searches.
 */
export const placesIn = (
  sorted: Data,
  start: number,
  n: number,
  right: boolean,
  search: (x: number) => number,
): Loop => {
  const first = sorted[start]
  const density = (n - 1) / (sorted[start + n - 1] - first)
  /** The sorted elements between infinities. */
  const bounds = new Float64Array(n + 2).fill(-Infinity, 0, 1).fill(Infinity, n + 1)
  bounds.set(sorted.subarray(start, start + n), 1)
  const find = right ? findRight : findLeft
  return (count, out, o, a, i, di) => find(count, out, o, a, i, di, bounds, first, density, search)
}

/** The place of x if the elements are equidistant. */
const guess = (x: number, { length }: Float64Array, first: number, density: number): number =>
  Math.min(Math.max((x - first) * density + 1, 0), length - 2) | 0

type Find = (
  ...args: [
    ...run: [n: number, out: Data, o: number, a: Data, i: number, di: number],
    bounds: Float64Array,
    first: number,
    density: number,
    search: (x: number) => number,
  ]
) => void

const findRight: Find = (n, out, o, a, i, di, bounds, first, density, search) => {
  for (; n-- > 0; o++, i += di) {
    const x = a[i]
    const at = guess(x, bounds, first, density)
    out[o] = bounds[at] <= x && x < bounds[at + 1] ? at : search(x)
  }
}

const findLeft: Find = (n, out, o, a, i, di, bounds, first, density, search) => {
  for (; n-- > 0; o++, i += di) {
    const x = a[i]
    const at = guess(x, bounds, first, density)
    out[o] = bounds[at] < x && x <= bounds[at + 1] ? at : search(x)
  }
}
