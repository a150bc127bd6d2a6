/** A measured number with its confidence limits. */
export interface Interval {
  value: number
  low: number
  high: number
  /** Confidence of the interval, or of each limit alone if the limits are one-sided. */
  level: number
  /** Number of independent draws. */
  n: number
}

/** Throws a RangeError unless `level` is a confidence level that limits can be computed at. */
export function checkLevel(operation: string, level: number): void {
  if (!(level > 0 && level < 1))
    throw new RangeError(`${operation}: level is ${level}, must lie strictly between 0 and 1`)
}

/** Throws a RangeError unless 0 ≤ successes ≤ n are integers and n ≥ 1. */
export function checkCounts(operation: string, successes: number, n: number): void {
  if (!Number.isSafeInteger(n) || n < 1)
    throw new RangeError(`${operation}: n is ${n}, must be an integer of at least 1`)
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > n)
    throw new RangeError(`${operation}: successes is ${successes}, must be an integer from 0 to n = ${n}`)
}
