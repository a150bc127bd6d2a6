import type { Estimate } from '../schema/types.ts'
import { mean, ratioLimits, ratioRefusal } from '../statistics/index.ts'
import { measuredMeanOneSided } from './measured-mean.ts'
import { drawsInReport, inside, type Span, spanInReport } from './span.ts'

/**
 * A ratio of means of independent pairs with two one-sided limits inside `span`; without them if
 * the pairs give none.
 *
 * Limits by Fieller have no width if all pairs have the same ratio. If `ofPair` is the range of the
 * ratio of a pair, the limits are then those of the mean of these ratios (`clopper-pearson`).
 */
export const measuredRatio = (
  numerators: readonly number[],
  denominators: readonly number[],
  level: number,
  unit: string,
  span?: Span,
  ofPair?: Span,
): Estimate => {
  const n = numerators.length
  const draws: Estimate['draws'] = {
    rule: 'ratio',
    numerators: drawsInReport(numerators),
    denominators: drawsInReport(denominators),
    span: span === undefined ? null : spanInReport(span),
    ofPair: ofPair === undefined ? null : spanInReport(ofPair),
  }
  const refusal = ratioRefusal(numerators, denominators, level)
  if (refusal === null) {
    const { value, low, high } = ratioLimits(numerators, denominators, level)
    return inside(span, { value, low, high, method: 'fieller', level, n, unit, draws })
  }
  const ratios = numerators.map((value, i) => value / denominators[i])
  if (ofPair !== undefined && ratios.length > 0 && ratios.every(ratio => ratio === ratios[0]))
    return { ...measuredMeanOneSided(ratios, level, unit, ofPair), draws }
  const value = n === 0 ? Number.NaN : mean(numerators) / mean(denominators)
  return {
    value: Number.isFinite(value) ? value : null,
    low: null,
    high: null,
    level,
    n,
    unit,
    missing: refusal,
    draws,
  }
}
