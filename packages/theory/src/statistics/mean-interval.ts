import { checkLevel, type Interval } from './interval.ts'
import { studentTQuantile } from './student-t.ts'
import { mean, variance } from './summation.ts'

/** The fewest draws a t interval is computed from. */
export const fewestDraws = 8

/**
 * Student t interval of a mean, both limits at once at `level`, from independent draws of roughly
 * normal spread.
 *
 * Throws a RangeError for fewer than {@link fewestDraws} draws, for a value that is not finite, and
 * for identical values: a spread of 0 would give an interval of width 0, which is too certain.
 * {@link meanIntervalRefusal} tells the reason in advance.
 */
export function meanInterval(values: ArrayLike<number>, level: number): Interval {
  return limits('meanInterval', values, level, (1 + level) / 2)
}

/**
 * The two one-sided t limits of a mean, each alone at `level`; together the interval at 2·level −
 * 1. Refuses as {@link meanInterval} does.
 */
export function meanLimits(values: ArrayLike<number>, level: number): Interval {
  return limits('meanLimits', values, level, level)
}

/** Why no t interval is computed from these values, in words, or null if one is. */
export function meanIntervalRefusal(values: ArrayLike<number>): string | null {
  if (values.length < fewestDraws) return `got ${values.length} draws, needs at least ${fewestDraws}`
  let identical = true
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return `draw ${i} is ${values[i]}, must be finite`
    if (values[i] !== values[0]) identical = false
  }
  return identical ? `all ${values.length} draws are ${values[0]}, needs values that differ` : null
}

function limits(operation: string, values: ArrayLike<number>, level: number, p: number): Interval {
  checkLevel(operation, level)
  const refusal = meanIntervalRefusal(values)
  if (refusal !== null) throw new RangeError(`${operation}: ${refusal}`)
  const n = values.length
  const center = mean(values)
  const reach = studentTQuantile(p, n - 1) * Math.sqrt(variance(values) / n)
  return { value: center, low: center - reach, high: center + reach, level, n }
}
