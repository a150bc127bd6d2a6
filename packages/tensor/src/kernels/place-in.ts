import type { Data } from '../array/dtype.ts'

/**
 * The number of sorted elements that are below x or, with `right`, not above it. It is tried first
 * where x would be among equidistant elements, such as the edges of equal bins. A guess that is
 * wrong costs two comparisons before the search.
 */
export const placeIn = (
  sorted: Data,
  start: number,
  n: number,
  right: boolean,
  search: (x: number) => number,
): ((x: number) => number) => {
  const first = sorted[start]
  const density = (n - 1) / (sorted[start + n - 1] - first)
  const isBelow = (i: number, x: number): boolean => {
    const y = sorted[start + i]
    return right ? y <= x : y < x
  }
  return x => {
    const place = Math.min(Math.max(Math.floor((x - first) * density) + 1, 0), n)
    const isPlace = (place === 0 || isBelow(place - 1, x)) && (place === n || sorted[start + place] > x)
    return isPlace ? place : search(x)
  }
}
