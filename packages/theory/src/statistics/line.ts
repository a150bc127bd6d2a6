import { mean, sum } from './summation.ts'

/**
 * Slope of the least-squares line of y over x.
 *
 * Throws a RangeError for lists of different lengths and for x that are all the same.
 */
export function fittedSlope(x: readonly number[], y: readonly number[]): number {
  if (x.length !== y.length)
    throw new RangeError(`fittedSlope: got ${x.length} x and ${y.length} y, needs as many of both`)
  const center = mean(x)
  const height = mean(y)
  const spread = sum(x.map(value => (value - center) ** 2))
  if (!(spread > 0)) throw new RangeError('fittedSlope: all x are the same, needs two that differ')
  return sum(x.map((value, i) => (value - center) * (y[i] - height))) / spread
}
