import type { Reducer } from './loop.ts'

/** The index of the first largest element of a run; a NaN counts as largest, as in NumPy. */
export const indexOfLargest: Reducer = (x, at, n, step) => {
  let best = 0
  for (let i = 1, y = x[at]; i < n && !Number.isNaN(y); i++) {
    const z = x[at + i * step]
    if (!(z <= y)) {
      best = i
      y = z
    }
  }
  return best
}
