import type { Estimate } from '../../schema/types.ts'
import {
  mean,
  meanInterval,
  meanIntervalRefusal,
  meanLimits,
  proportionLimits,
} from '../../statistics/index.ts'
import { inside, type Span } from './span.ts'

/**
 * The mean of independent draws with its t interval.
 *
 * With `span`, the range of a draw, the interval ends where the range does. Its coverage stays the
 * same, since the mean certainly lies in the range. If all draws are the same number, a t interval
 * would have no width, and the interval is an exact one: by Clopper–Pearson at most a share p of
 * all draws differs from this number, and the mean lies within p of the way to either end of the
 * span. Otherwise, and for too few draws, there are no limits, and `missing` says why.
 */
export const measuredMean = (values: readonly number[], level: number, unit: string, span?: Span): Estimate =>
  withLimits(values, level, unit, meanInterval, span)

/** The same with two one-sided limits, for one-sided bounds. */
export const measuredMeanOneSided = (
  values: readonly number[],
  level: number,
  unit: string,
  span?: Span,
): Estimate => withLimits(values, level, unit, meanLimits, span)

const withLimits = (
  values: readonly number[],
  level: number,
  unit: string,
  interval: typeof meanInterval,
  span?: Span,
): Estimate => {
  const n = values.length
  const none = { low: null, high: null, level, n, unit }
  if (n === 0) return { value: null, ...none }
  const [first] = values
  const isBounded = span !== undefined && Number.isFinite(span.low) && Number.isFinite(span.high)
  if (isBounded && Number.isFinite(first) && values.every(value => value === first)) {
    const differing = proportionLimits(0, n, level).high
    const toward = (end: number): number => first + differing * (end - first)
    return { value: first, low: toward(span.low), high: toward(span.high), level, n, unit }
  }
  const refusal = meanIntervalRefusal(values)
  if (refusal !== null) {
    const value = mean(values)
    return { value: Number.isFinite(value) ? value : null, ...none, missing: refusal }
  }
  const { value, low, high } = interval(values, level)
  return inside(span, { value, low, high, level, n, unit })
}
