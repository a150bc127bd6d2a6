/**
 * Sum of `values` with Neumaier's compensation: the error stays near one rounding of the exact sum,
 * however many terms there are, unless they cancel almost completely. The order of the terms is the
 * order of the addition, so equal inputs give equal bits.
 *
 * Source: A. Neumaier, ZAMM 54 (1974) 39–51.
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0
  let lost = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  // Once the total is infinite or NaN the compensation is NaN and says nothing.
  return Number.isFinite(total) ? total + lost : total
}

/** Arithmetic mean. Throws a RangeError for no values. */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('mean: got 0 values, needs at least 1')
  return sum(values) / values.length
}

/**
 * Unbiased sample variance (divisor n − 1), in two passes about the mean. Throws a RangeError for
 * fewer than 2 values.
 */
export function variance(values: ArrayLike<number>): number {
  const n = values.length
  if (n < 2) throw new RangeError(`variance: got ${n} values, needs at least 2`)
  const center = mean(values)
  const deviations = new Float64Array(n)
  const squares = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    deviations[i] = values[i] - center
    squares[i] = deviations[i] * deviations[i]
  }
  // The mean is rounded, so the deviations do not sum to exactly 0; their sum removes that error.
  const drift = sum(deviations)
  return Math.max(0, (sum(squares) - (drift * drift) / n) / (n - 1))
}
