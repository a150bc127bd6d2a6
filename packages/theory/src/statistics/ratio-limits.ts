import { checkLevel, type Interval } from './interval.ts'
import { fewestDraws, meanIntervalRefusal } from './mean-interval.ts'
import { studentTQuantile } from './student-t.ts'
import { mean, sum, variance } from './summation.ts'

/**
 * The two one-sided limits of a ratio of means, each alone at `level`, from independent pairs
 * (Fieller's theorem): the ratios ρ at which the mean of numerator − ρ·denominator is not told
 * apart from 0.
 *
 * Throws a RangeError if {@link ratioRefusal} gives a reason.
 */
export function ratioLimits(
  numerators: readonly number[],
  denominators: readonly number[],
  level: number,
): Interval {
  checkLevel('ratioLimits', level)
  const refusal = ratioRefusal(numerators, denominators, level)
  if (refusal !== null) throw new RangeError(`ratioLimits: ${refusal}`)
  const n = numerators.length
  const { numerator, denominator, a, b, c } = quadratic(numerators, denominators, level)
  const reach = Math.sqrt(Math.max(0, b * b - a * c)) / a
  return { value: numerator / denominator, low: b / a - reach, high: b / a + reach, level, n }
}

/** Why these pairs give no limits, in words, or null if they do. */
export function ratioRefusal(
  numerators: readonly number[],
  denominators: readonly number[],
  level: number,
): string | null {
  const n = numerators.length
  if (denominators.length !== n)
    return `got ${n} numerators and ${denominators.length} denominators, needs as many of both`
  if (n < fewestDraws) return `got ${n} draws, needs at least ${fewestDraws}`
  const { numerator, denominator, a } = quadratic(numerators, denominators, level)
  if (!(a > 0)) return 'the denominator is not told apart from 0'
  const ratio = numerator / denominator
  return meanIntervalRefusal(numerators.map((value, i) => value - ratio * denominators[i]))
}

/** The ratios inside the limits are those with aρ² − 2bρ + c ≤ 0. */
const quadratic = (numerators: readonly number[], denominators: readonly number[], level: number) => {
  const n = numerators.length
  const numerator = mean(numerators)
  const denominator = mean(denominators)
  const squaredReach = studentTQuantile(level, n - 1) ** 2 / n
  const covariance =
    sum(numerators.map((value, i) => (value - numerator) * (denominators[i] - denominator))) / (n - 1)
  return {
    numerator,
    denominator,
    a: denominator ** 2 - squaredReach * variance(denominators),
    b: numerator * denominator - squaredReach * covariance,
    c: numerator ** 2 - squaredReach * variance(numerators),
  }
}
