/**
 * How far draws may lie from their distribution. The bounds hold for any number of draws and fail
 * with a stated probability, so that a failed check is evidence against the data.
 */

import { log } from '@multiview/tensor/math'

/**
 * Bernstein's inequality: the share of successes in `count` independent trials of chance p is
 * farther from p than this with probability at most `level`.
 */
export const shareTolerance = (count: number, p: number, level: number): number => {
  if (count === 0) return Number.POSITIVE_INFINITY
  const x = log(2 / level)
  return Math.sqrt((2 * p * (1 - p) * x) / count) + x / (3 * count)
}

/** Hoeffding's inequality: the same for the mean of draws from [0, width]. */
export const meanTolerance = (count: number, width: number, level: number): number =>
  count === 0 ? Number.POSITIVE_INFINITY : width * Math.sqrt(log(2 / level) / (2 * count))

/**
 * Laurent and Massart (2000): a χ² with this many degrees of freedom lies outside with probability
 * at most `level`.
 */
export const chiSquareRange = (degrees: number, level: number): [low: number, high: number] => {
  const x = log(2 / level)
  const spread = 2 * Math.sqrt(degrees * x)
  return [Math.max(0, degrees - spread), degrees + spread + 2 * x]
}

/**
 * A normal draw of standard deviation 1 is larger than this in size with probability at most
 * `level`.
 */
export const normalLimit = (level: number): number => Math.sqrt(2 * log(2 / level))

/**
 * Smirnov: largest distance of two empirical distributions of one law, exceeded with probability
 * about `level`.
 */
export const distanceTolerance = (first: number, second: number, level: number): number =>
  first === 0 || second === 0
    ? Number.POSITIVE_INFINITY
    : Math.sqrt((log(2 / level) / 2) * (1 / first + 1 / second))

/**
 * The largest distance of the empirical distributions of two lists of numbers (Kolmogorov and
 * Smirnov).
 */
export const distributionDistance = (first: readonly number[], second: readonly number[]): number => {
  const a = Float64Array.from(first).sort()
  const b = Float64Array.from(second).sort()
  let largest = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const value = Math.min(a[i], b[j])
    while (i < a.length && a[i] === value) i++
    while (j < b.length && b[j] === value) j++
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length))
  }
  return largest
}
