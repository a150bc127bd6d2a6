import { mean, meanInterval, meanIntervalRefusal, meanLimits } from '../statistics/index.ts'
import type { Measured } from './types.ts'

/** The mean of independent draws with its t interval; without limits where no t interval can be trusted. */
export const measuredMean = (values: readonly number[], level: number, unit: string): Measured =>
  withLimits(values, level, unit, meanInterval)

/** The same with two one-sided limits, for one-sided bounds. */
export const measuredMeanOneSided = (values: readonly number[], level: number, unit: string): Measured =>
  withLimits(values, level, unit, meanLimits)

const withLimits = (
  values: readonly number[],
  level: number,
  unit: string,
  interval: typeof meanInterval,
): Measured => {
  const n = values.length
  if (n === 0) return { value: null, low: null, high: null, level, n, unit }
  if (meanIntervalRefusal(values) !== null)
    return { value: mean(values), low: null, high: null, level, n, unit }
  const { value, low, high } = interval(values, level)
  return { value, low, high, level, n, unit }
}
