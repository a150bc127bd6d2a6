/**
 * Limits of the error of one trained network or ensemble, from its errors on independent fresh
 * samples.
 */

import type { Settings } from '@multiview/network'
import type { ErrorCounts } from '../plan/tasks/fresh-samples.ts'
import { errorInUnitsOfMu } from '../plan/tasks/fresh-samples.ts'
import type { LeveledDraws, Tests } from '../schema/types.ts'
import { levelOfEach, proportionLimits } from '../statistics/index.ts'
import { ofError, type Tested } from './span.ts'

type Mu = Pick<Settings, 'singleViewFraction'>

/** An error between its limits, each at the level. */
export interface Limits {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly level: number
  readonly draws: LeveledDraws['draws']
}

/**
 * Clopper–Pearson limits of both kinds of error, weighed into units of μ; the test points are
 * independent given the network.
 *
 * @example
 * const counts = { singleErrors: 0, singles: 800, multiErrors: 0, multis: 800 }
 * errorLimits(counts, { singleViewFraction: 0.5 }, 0.95).high // about 0.0075
 */
export const errorLimits = (result: ErrorCounts, settings: Mu, level: number): Limits => {
  const { singleErrors, singles, multiErrors, multis } = result
  const { singleViewFraction } = settings
  const single = proportionLimits(singleErrors, singles, level)
  const multi = proportionLimits(multiErrors, multis, level)
  const inUnits = (of: 'value' | 'low' | 'high'): number =>
    errorInUnitsOfMu(single[of], multi[of], singleViewFraction)
  return {
    value: inUnits('value'),
    low: inUnits('low'),
    high: inUnits('high'),
    level,
    draws: { rule: 'error', singleErrors, singles, multiErrors, multis, singleViewFraction },
  }
}

/**
 * The range of errors, each of one network or ensemble on its own test set: `measuredMean` then
 * knows how precise each error is.
 *
 * @param largestOf if each is the largest of so many errors
 * @example
 * const counts = { singleErrors: 0, singles: 800, multiErrors: 0, multis: 800 }
 * ofTests([counts], { singleViewFraction: 0.5 }).high // 2
 */
export const ofTests = (results: readonly ErrorCounts[], settings: Mu, largestOf = 1): Tested => {
  const { singleViewFraction } = settings
  return {
    ...ofError(settings),
    tests: {
      singleErrors: results.map(({ singleErrors }) => singleErrors),
      singles: results.map(({ singles }) => singles),
      multiErrors: results.map(({ multiErrors }) => multiErrors),
      multis: results.map(({ multis }) => multis),
      singleViewFraction,
      largestOf,
    },
  }
}

/** The limits of each error on test sets, each at the level. */
export const limitsOfTests = (tests: Tests, level: number): Limits[] =>
  tests.singles.map((singles, at) =>
    errorLimits(
      {
        singleErrors: tests.singleErrors[at],
        singles,
        multiErrors: tests.multiErrors[at],
        multis: tests.multis[at],
      },
      tests,
      levelOfEach(level, tests.largestOf),
    ),
  )

/**
 * Limits of an error of which test samples form groups: each adds its weight times its share of
 * errors. All limits of one side hold at once at the level.
 */
export const groupLimits = (
  groups: readonly { readonly errors: number; readonly samples: number; readonly weight: number }[],
  level: number,
): Limits => {
  const each = groups.map(({ errors, samples, weight }) => ({
    weight,
    limits: proportionLimits(errors, samples, levelOfEach(level, groups.length)),
  }))
  const total = (of: 'value' | 'low' | 'high'): number =>
    each.reduce((sum, { weight, limits }) => sum + weight * limits[of], 0)
  return {
    value: total('value'),
    low: total('low'),
    high: total('high'),
    level,
    draws: {
      rule: 'error of groups',
      errors: groups.map(({ errors }) => errors),
      samples: groups.map(({ samples }) => samples),
      weights: groups.map(({ weight }) => weight),
    },
  }
}
