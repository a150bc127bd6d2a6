/** The interface of a measurement of a sweep. */

import type { Settings } from '@multiview/network'
import type { TestSizes } from '../claims/shared/test-errors.ts'
import { errorLimits } from '../estimates/error-limits.ts'
import { measuredMean } from '../estimates/measured-mean.ts'
import { inside, type Span } from '../estimates/span.ts'
import type { Scheduler } from '../plan/scheduler.ts'
import type { ErrorCounts } from '../plan/tasks/fresh-samples.ts'
import type { Task } from '../plan/tasks/index.ts'
import type { Bound, Measured } from '../schema/types.ts'
import { levelOfEach } from '../statistics/index.ts'

/** One cell of a sweep, as a measurement gets it. */
export interface Cell {
  readonly scheduler: Scheduler
  readonly settings: Settings
  readonly seed: number
  /** Data sets, each with an ensemble of `settings.members` models of its own. */
  readonly models: number
}

/** A mean of errors beside exact limits of the mean error of the networks that were measured. */
export interface MeasuredExactly extends Omit<Measured, 'method'> {
  readonly exact?: { readonly low: number; readonly high: number }
}

export interface Measurement {
  readonly name: string
  /** What the value is, in a few words for a table and a figure. */
  readonly title: string
  /** The kinds of its tasks: the settings that they read, and `members`, may be swept. */
  readonly tasks: readonly Task['kind'][]
  /** The window that a theorem sets for it; null if none does. */
  readonly bound: Bound | null
  measure(cell: Cell): Promise<MeasuredExactly>
}

/** Fresh samples on which every error of a sweep is measured. */
export const testSizes: TestSizes = { testPerCell: 100, testPerClass: 100 }

/**
 * Confidence of every interval of a sweep. There is no interval for fewer than eight data sets, or
 * if all of them have the same number: then their scatter carries no information.
 */
export const level = 0.95

/**
 * Clopper–Pearson limits, at half of the risk each, of the mean error of networks, from all fresh
 * samples of all of them. If samples fail with different probabilities, the limits cover the mean
 * of these at least as often (Hoeffding, Ann. Math. Statist. 27, 1956).
 */
export const exactLimits = (
  counts: readonly ErrorCounts[],
  settings: Settings,
): { readonly low: number; readonly high: number } => {
  const total = (of: keyof ErrorCounts): number => counts.reduce((sum, each) => sum + each[of], 0)
  const pooled = {
    singleErrors: total('singleErrors'),
    singles: total('singles'),
    multiErrors: total('multiErrors'),
    multis: total('multis'),
  }
  // Two limits for each of two kinds of samples.
  const { low, high } = errorLimits(pooled, settings, levelOfEach(level, 4))
  return { low, high }
}

/** The mean of a value over the data sets of a cell, its interval inside the span of a value. */
export const meanOf = (values: readonly number[], unit: string, span: Span): MeasuredExactly => {
  const { missing: _, method: __, ...measured } = inside(span, measuredMean(values, level, unit))
  return measured
}
