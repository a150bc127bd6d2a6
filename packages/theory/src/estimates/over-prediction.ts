/** Errors of data sets beside what is predicted for each. */

import type { PredictedDraws } from '../schema/draws.ts'
import type { Bound, Estimate } from '../schema/types.ts'
import { mean, meanInterval, meanIntervalRefusal } from '../statistics/index.ts'
import { placeOf } from './place.ts'
import { drawsInReport, type Span, spanInReport } from './span.ts'

/** A mean error, the mean prediction, and their ratio with its interval. */
export interface OverPrediction extends Omit<Estimate, 'unit' | 'value' | 'draws'> {
  readonly error: number
  readonly prediction: number
  /** The ratio; NaN if the prediction is 0. */
  readonly value: number
  readonly draws: PredictedDraws
}

/**
 * Each data set has its own prediction. The interval is that of the mean over data sets of error −
 * prediction, so differences between data sets cancel. It is stated as the ratio of the mean error
 * to the mean prediction. The error stays within its span.
 */
export const overPrediction = (
  errors: readonly number[],
  predictions: readonly number[],
  level: number,
  span: Span,
): OverPrediction => {
  const prediction = mean(predictions)
  const differences = errors.map((error, d) => error - predictions[d])
  const refusal =
    prediction > 0
      ? meanIntervalRefusal(differences)
      : 'the law expects no error, since every network has both views of every class'
  const interval = refusal === null ? meanInterval(differences, level) : null
  const limit = (difference: number | undefined): number | null =>
    difference === undefined
      ? null
      : Math.min(Math.max(1 + difference / prediction, span.low / prediction), span.high / prediction)
  return {
    error: mean(errors),
    prediction,
    value: 1 + mean(differences) / prediction,
    low: limit(interval?.low),
    high: limit(interval?.high),
    method: interval === null ? null : 'student-t',
    level,
    n: errors.length,
    missing: refusal ?? undefined,
    draws: {
      rule: 'over prediction',
      errors: drawsInReport(errors),
      predictions: drawsInReport(predictions),
      span: spanInReport(span),
      isRatio: true,
    },
  }
}

/** The mean error, between the limits that those of the ratio give it. */
export const errorFrom = ({ error, prediction, low, high, level, n, method, draws }: OverPrediction) => {
  const scaled = (ratio: number | null): number | null => (ratio === null ? null : ratio * prediction)
  return {
    value: error,
    low: scaled(low),
    high: scaled(high),
    method: method ?? null,
    level,
    n,
    draws: { ...draws, isRatio: false },
  }
}

type Ratio = Pick<OverPrediction, 'low' | 'high'> & { readonly value: number | null }

/** Whether an interval reaches at most `widest` to either side, times the ratio if that is above 1. */
export const isNarrow = ({ low, high, value }: Ratio, widest: number): boolean =>
  low !== null && high !== null && value !== null && (high - low) / 2 <= widest * Math.max(1, value)

/**
 * The ratio whose interval reaches farthest from 1 stands for all. If an interval is too wide,
 * there were too few draws to say that the law holds. Then no limits are known. But an interval
 * outside the bound refutes the law by itself, however wide the others are.
 */
export const farthestFromOne = <R extends Ratio>(
  ratios: readonly R[],
  bound: Bound,
  widest: number,
): { readonly farthest: R; readonly isKnown: boolean } => {
  const departureOf = ({ low, high }: R): number =>
    low === null || high === null ? Number.POSITIVE_INFINITY : Math.max(1 - low, high - 1)
  const refuting = ratios.filter(each => placeOf(each, bound) === 'outside')
  return {
    farthest: (refuting.length > 0 ? refuting : ratios).reduce((a, b) =>
      departureOf(b) > departureOf(a) ? b : a,
    ),
    isKnown: refuting.length > 0 || ratios.every(each => isNarrow(each, widest)),
  }
}
