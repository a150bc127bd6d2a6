/**
 * Limits of the error of one trained network or ensemble, from its errors on independent fresh
 * samples.
 */

import type { Settings } from '@multiview/network'
import type { ErrorCounts } from '../../plan/tasks/fresh-samples.ts'
import { errorInUnitsOfMu } from '../../plan/tasks/fresh-samples.ts'
import type { Estimate } from '../../schema/types.ts'
import { proportionLimits } from '../../statistics/index.ts'
import { ofError, type Tested } from './span.ts'

type Mu = Pick<Settings, 'singleViewFraction'>

export interface Limits {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * Clopper–Pearson limits of both kinds of error, weighed into units of μ; the test points are
 * independent given the network.
 */
export const errorLimits = (result: ErrorCounts, settings: Mu, level: number): Limits => {
  const single = proportionLimits(result.singleErrors, result.singles, level)
  const multi = proportionLimits(result.multiErrors, result.multis, level)
  const inUnits = (of: 'value' | 'low' | 'high'): number =>
    errorInUnitsOfMu(single[of], multi[of], settings.singleViewFraction)
  return { value: inUnits('value'), low: inUnits('low'), high: inUnits('high') }
}

/**
 * The range of errors, each of one network or ensemble on its own test set: `measuredMean` then
 * knows how precise each error is.
 *
 * @example
 * const counts = { singleErrors: 0, singles: 800, multiErrors: 0, multis: 800 }
 * ofTests([counts], { singleViewFraction: 0.5 }).limits(0.95)[0].high // about 0.0075
 */
export const ofTests = (results: readonly ErrorCounts[], settings: Mu): Tested => ({
  ...ofError(settings),
  limits: level => results.map(result => errorLimits(result, settings, level)),
})

/** For claims on every network: the network with the highest limit represents all. */
export const worst = (limits: readonly Limits[], level: number, unit: string): Estimate => {
  const highest = limits.reduce((a, b) => (b.high > a.high ? b : a))
  return {
    ...highest,
    method: 'clopper-pearson',
    level,
    n: limits.length,
    unit: `${unit} (the one with the highest upper limit)`,
    narrowedBy: 'test samples',
  }
}
