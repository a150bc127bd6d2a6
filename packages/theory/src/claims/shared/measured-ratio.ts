import type { Estimate } from '../../schema/types.ts'
import { mean, ratioLimits, ratioRefusal } from '../../statistics/index.ts'
import { inside, type Span } from './span.ts'

/**
 * A ratio of means of independent pairs with two one-sided limits inside `span`; without them if
 * the pairs give none.
 */
export const measuredRatio = (
  numerators: readonly number[],
  denominators: readonly number[],
  level: number,
  unit: string,
  span?: Span,
): Estimate => {
  const n = numerators.length
  const refusal = ratioRefusal(numerators, denominators, level)
  if (refusal === null) {
    const { value, low, high } = ratioLimits(numerators, denominators, level)
    return inside(span, { value, low, high, method: 'fieller', level, n, unit })
  }
  const value = n === 0 ? Number.NaN : mean(numerators) / mean(denominators)
  return {
    value: Number.isFinite(value) ? value : null,
    low: null,
    high: null,
    level,
    n,
    unit,
    missing: refusal,
  }
}
