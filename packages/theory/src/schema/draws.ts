/**
 * The raw draws behind an estimate of a report, and the rule by which its value and its limits
 * follow from them. What each rule computes is in `estimates`.
 */

import * as v from 'valibot'
import { count, finite, positiveCount } from '../files/numbers.ts'

/** Where a side is open, it is null. */
export interface Range {
  readonly low: number | null
  readonly high: number | null
}

/** A draw that could not be measured, such as 0/0, is null. */
type Numbers = readonly (number | null)[]
type Counts = readonly number[]

/** Errors on test sets: lists with a number for each network. */
export interface Tests {
  readonly singleErrors: Counts
  readonly singles: Counts
  readonly multiErrors: Counts
  readonly multis: Counts
  /** μ */
  readonly singleViewFraction: number
  /** Each is the largest of so many errors, whose limits hold at once. */
  readonly largestOf: number
}

/** The mean of independent draws, between two limits of one interval or two one-sided limits. */
export interface MeanDraws {
  readonly rule: 'mean'
  readonly sides: 1 | 2
  readonly values: Numbers
  readonly span: Range | null
  readonly tests: Tests | null
}

/** The ratio of the means of independent pairs. */
interface RatioDraws {
  readonly rule: 'ratio'
  readonly numerators: Numbers
  readonly denominators: Numbers
  readonly span: Range | null
  readonly ofPair: Range | null
}

/** The share of n independent models that have a property. */
interface ShareDraws {
  readonly rule: 'share'
  readonly count: number
  readonly n: number
}

/** The error of one network or ensemble in units of μ. */
interface ErrorDraws {
  readonly rule: 'error'
  readonly singleErrors: number
  readonly singles: number
  readonly multiErrors: number
  readonly multis: number
  readonly singleViewFraction: number
}

/** The same where test samples form groups: each adds its weight times its share of errors. */
interface GroupDraws {
  readonly rule: 'error of groups'
  readonly errors: Counts
  readonly samples: Counts
  readonly weights: readonly number[]
}

/** The mean error of independent data sets, and its ratio to the mean prediction for them. */
export interface PredictedDraws {
  readonly rule: 'over prediction'
  readonly errors: Numbers
  readonly predictions: Numbers
  readonly span: Range
  /** Whether it is the ratio; else it is the mean error, between the limits of the ratio. */
  readonly isRatio: boolean
}

/** Draws by a rule for one mean, share or error. */
export type SingleDraws = MeanDraws | RatioDraws | ShareDraws | ErrorDraws | GroupDraws | PredictedDraws

interface Leveled<D> {
  /** Confidence of the limits. */
  readonly level: number
  readonly draws: D
}

/**
 * Several estimates of which one stands for all.
 *
 * - `highest limit`, `lowest limit`: the one whose upper limit is the highest, or whose lower limit is
 *   the lowest.
 * - `largest`: the largest value, between the largest lower and the largest upper limit.
 * - `hull`: the mean of the values, between the lowest and the highest limit.
 */
export interface SeveralDraws {
  readonly rule: 'highest limit' | 'lowest limit' | 'largest' | 'hull'
  readonly of: readonly Leveled<SingleDraws>[]
}

/**
 * The ratio whose interval reaches farthest from 1, among those outside `bound` if there are some.
 * If there are none, and an interval is wider than `widest` to either side, there are no limits.
 */
interface FarthestDraws {
  readonly rule: 'farthest from 1'
  readonly bound: Range
  readonly widest: number
  readonly of: readonly Leveled<SingleDraws>[]
}

/** Test samples that are left open count as errors in the first, and as right in the second. */
interface BothWaysDraws {
  readonly rule: 'both ways'
  readonly of: readonly Leveled<SingleDraws | SeveralDraws | FarthestDraws>[]
}

export type Draws = SingleDraws | SeveralDraws | FarthestDraws | BothWaysDraws
export type LeveledDraws = Leveled<Draws>

const numbers = v.array(v.nullable(finite), 'must be a list')
const counts = v.array(count, 'must be a list')

const span = v.strictObject({ low: v.nullable(finite), high: v.nullable(finite) })

const tests = v.strictObject({
  singleErrors: counts,
  singles: counts,
  multiErrors: counts,
  multis: counts,
  singleViewFraction: finite,
  largestOf: positiveCount,
})

const mean = v.strictObject({
  rule: v.literal('mean'),
  sides: v.picklist([1, 2], 'must be 1 or 2'),
  values: numbers,
  span: v.nullable(span),
  tests: v.nullable(tests),
})

const ratio = v.strictObject({
  rule: v.literal('ratio'),
  numerators: numbers,
  denominators: numbers,
  span: v.nullable(span),
  ofPair: v.nullable(span),
})

const share = v.strictObject({ rule: v.literal('share'), count, n: count })

const error = v.strictObject({
  rule: v.literal('error'),
  singleErrors: count,
  singles: count,
  multiErrors: count,
  multis: count,
  singleViewFraction: finite,
})

const errorOfGroups = v.strictObject({
  rule: v.literal('error of groups'),
  errors: counts,
  samples: counts,
  weights: v.array(finite, 'must be a list'),
})

const overPrediction = v.strictObject({
  rule: v.literal('over prediction'),
  errors: numbers,
  predictions: numbers,
  span,
  isRatio: v.boolean('must be true or false'),
})

const single = [mean, ratio, share, error, errorOfGroups, overPrediction] as const

const words = 'must be an object with a known rule'

const leveled = <Draws extends v.GenericSchema>(draws: Draws) =>
  v.strictObject({
    level: v.pipe(finite, v.gtValue(0, 'must lie above 0'), v.ltValue(1, 'must lie below 1')),
    draws,
  })

const ofSingle = v.pipe(
  v.array(leveled(v.variant('rule', single, words)), 'must be a list'),
  v.minLength(1, 'must not be empty'),
)

const several = v.strictObject({
  rule: v.picklist(['highest limit', 'lowest limit', 'largest', 'hull'], words),
  of: ofSingle,
})

const farthest = v.strictObject({
  rule: v.literal('farthest from 1'),
  bound: span,
  widest: finite,
  of: ofSingle,
})

const combined = [...single, several, farthest] as const

const bothWays = v.strictObject({
  rule: v.literal('both ways'),
  of: v.pipe(
    v.array(leveled(v.variant('rule', combined, words)), 'must be a list'),
    v.length(2, 'must have 2'),
  ),
})

export const draws: v.GenericSchema<Draws> = v.variant('rule', [...combined, bothWays], words)

export const leveledDraws: v.GenericSchema<LeveledDraws> = leveled(draws)
