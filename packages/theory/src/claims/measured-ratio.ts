import { mean, ratioLimits, ratioRefusal } from '../statistics/index.ts'
import type { Measured } from './types.ts'

/** A ratio of means of independent pairs with two one-sided limits; without them where the pairs give none. */
export const measuredRatio = (
  numerators: readonly number[],
  denominators: readonly number[],
  level: number,
  unit: string,
): Measured => {
  const n = numerators.length
  if (ratioRefusal(numerators, denominators, level) === null) {
    const { value, low, high } = ratioLimits(numerators, denominators, level)
    return { value, low, high, level, n, unit }
  }
  const value = n === 0 ? Number.NaN : mean(numerators) / mean(denominators)
  return { value: Number.isFinite(value) ? value : null, low: null, high: null, level, n, unit }
}
