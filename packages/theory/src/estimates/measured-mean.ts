import type { MeanDraws } from '../schema/draws.ts'
import type { Estimate } from '../schema/types.ts'
import {
  fewestDraws,
  levelOfEach,
  mean,
  meanInterval,
  meanIntervalRefusal,
  meanLimits,
  proportionLimits,
  studentTQuantile,
} from '../statistics/index.ts'
import { limitsOfTests } from './error-limits.ts'
import { drawsFrom, drawsInReport, inside, type Span, spanFrom, spanInReport, type Tested } from './span.ts'

/**
 * The mean of independent draws with its interval. The draws decide which interval it is, and the
 * report names it:
 *
 * - Draws that differ have a t interval (`student-t`).
 * - Draws that are all the same number would have a t interval without a width. If `span` is that
 *   of errors on test sets (`ofTests`), each error lies between the Clopper–Pearson limits of its
 *   test samples. The interval contains the t interval of all errors between these limits
 *   (`combined`): one half of the risk is for the limits, the other half for t.
 * - Without test sets, at most a share p of all draws differs from this number by Clopper–Pearson,
 *   and the mean lies within p of the way to either end of the span (`clopper-pearson`).
 * - Otherwise, and for fewer than eight draws that differ, there are no limits, and `missing` says
 *   why.
 *
 * With `span`, the range of a draw, the interval ends where the range does. Its coverage stays the
 * same, since the mean certainly lies in the range.
 *
 * @example
 * measuredMean([0.4, 0.6, 0.4, 0.6, 0.4, 0.6, 0.4, 0.6], 0.95, 'network').method // "student-t"
 * @example
 * const none = { singleErrors: 0, singles: 800, multiErrors: 0, multis: 800 }
 * const tested = ofTests(Array(8).fill(none), { singleViewFraction: 0.5 })
 * measuredMean(Array(8).fill(0), 0.95, 'network', tested).method // "combined"
 */
export const measuredMean = (
  values: readonly number[],
  level: number,
  unit: string,
  span?: Span | Tested,
): Estimate => meanOf(values, level, unit, span, 2)

/**
 * The same with two one-sided limits, each at the level, for one-sided bounds.
 *
 * @example
 * measuredMeanOneSided(Array(8).fill(1), 0.95, 'data set', ofShare).method // "clopper-pearson"
 */
export const measuredMeanOneSided = (
  values: readonly number[],
  level: number,
  unit: string,
  span?: Span | Tested,
): Estimate => meanOf(values, level, unit, span, 1)

const meanOf = (
  values: readonly number[],
  level: number,
  unit: string,
  span: Span | Tested | undefined,
  sides: 1 | 2,
): Estimate => {
  const estimate = withLimits(values, level, unit, span, sides)
  const isTested = estimate.method === 'combined' && span !== undefined && 'tests' in span
  return {
    ...estimate,
    draws: {
      rule: 'mean',
      sides,
      values: drawsInReport(values),
      span: span === undefined ? null : spanInReport(span),
      tests: isTested ? span.tests : null,
    },
  }
}

/** The estimate of which a report holds the draws. */
export const meanFrom = (
  { sides, values, span, tests }: MeanDraws,
  level: number,
  unit: string,
): Estimate => {
  const range = span === null ? undefined : spanFrom(span)
  return meanOf(
    drawsFrom(values),
    level,
    unit,
    range === undefined || tests === null ? range : { ...range, tests },
    sides,
  )
}

const withLimits = (
  values: readonly number[],
  level: number,
  unit: string,
  span: Span | Tested | undefined,
  sides: 1 | 2,
): Estimate => {
  const n = values.length
  const none = { low: null, high: null, level, n, unit }
  if (n === 0) return { value: null, ...none }
  const [first] = values
  const refusal = meanIntervalRefusal(values)
  if (refusal === null) {
    const { value, low, high } = (sides === 1 ? meanLimits : meanInterval)(values, level)
    return inside(span, { value, low, high, method: 'student-t', level, n, unit })
  }
  if (span !== undefined && Number.isFinite(first) && values.every(value => value === first)) {
    const limits = limitsOfEqual(first, n, level, span, sides)
    if (limits !== null) return inside(span, { value: first, ...limits, level, n, unit })
  }
  const value = mean(values)
  return { value: Number.isFinite(value) ? value : null, ...none, missing: refusal }
}

/** Limits of the mean if all n draws are the same number; null if nothing limits it. */
const limitsOfEqual = (
  value: number,
  n: number,
  level: number,
  span: Span | Tested,
  sides: 1 | 2,
): Pick<Estimate, 'low' | 'high' | 'method'> | null => {
  if ('tests' in span && n >= fewestDraws) return combinedLimits(n, level, span, sides)
  if (!Number.isFinite(span.low) || !Number.isFinite(span.high)) return null
  const differing = proportionLimits(0, n, level).high
  const toward = (end: number): number => value + differing * (end - value)
  return { low: toward(span.low), high: toward(span.high), method: 'clopper-pearson' }
}

/** The smallest and the largest t limit of n errors that lie between the limits of their tests. */
const combinedLimits = (n: number, level: number, { tests: of }: Tested, sides: 1 | 2) => {
  const ofEach = levelOfEach(level, 2)
  // Two limits of each kind of sample for each draw.
  const tests = limitsOfTests(of, levelOfEach(ofEach, 4 * n))
  const least = Math.min(...tests.map(({ low }) => low))
  const most = Math.max(...tests.map(({ high }) => high))
  const reach = studentTQuantile(sides === 1 ? ofEach : (1 + ofEach) / 2, n - 1)
  // A t limit is a convex function of the draws, so it is extreme if each draw is at one of its
  // ends: m of them at the upper one.
  const center = (m: number): number => least + ((most - least) * m) / n
  const half = (m: number): number => (reach * (most - least) * Math.sqrt((m * (n - m)) / (n - 1))) / n
  const counts = Array.from({ length: n + 1 }, (_, m) => m)
  return {
    low: Math.min(...counts.map(m => center(m) - half(m))),
    high: Math.max(...counts.map(m => center(m) + half(m))),
    method: 'combined' as const,
  }
}
