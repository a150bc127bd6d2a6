import { mean, meanInterval, meanIntervalRefusal, meanLimits, proportionLimits } from '../statistics/index.ts'
import type { Measured } from './types.ts'

/** The least and the most that a draw can be. */
export interface Span {
  readonly low: number
  readonly high: number
}

/**
 * The mean of independent draws with its t interval.
 *
 * Where all draws are the same number a t interval would have no width. With `span` the interval is then exact instead: by
 * Clopper–Pearson at most a share p of all draws differs from what was seen, and the mean lies within p of the
 * way to either end of the span. Without `span`, or for too few draws, there are no limits.
 */
export const measuredMean = (values: readonly number[], level: number, unit: string, span?: Span): Measured =>
  withLimits(values, level, unit, meanInterval, span)

/** The same with two one-sided limits, for one-sided bounds. */
export const measuredMeanOneSided = (
  values: readonly number[],
  level: number,
  unit: string,
  span?: Span,
): Measured => withLimits(values, level, unit, meanLimits, span)

const withLimits = (
  values: readonly number[],
  level: number,
  unit: string,
  interval: typeof meanInterval,
  span?: Span,
): Measured => {
  const n = values.length
  if (n === 0) return { value: null, low: null, high: null, level, n, unit }
  const [first] = values
  if (span && values.every(value => value === first)) {
    const differing = proportionLimits(0, n, level).high
    const toward = (end: number): number => first + differing * (end - first)
    return { value: first, low: toward(span.low), high: toward(span.high), level, n, unit }
  }
  if (meanIntervalRefusal(values) !== null)
    return { value: mean(values), low: null, high: null, level, n, unit }
  const { value, low, high } = interval(values, level)
  return { value, low, high, level, n, unit }
}
