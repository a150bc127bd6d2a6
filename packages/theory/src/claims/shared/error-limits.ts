/**
 * Limits of the error of one trained network or ensemble, from its errors on independent fresh
 * samples.
 */

import type { Settings } from '@multiview/network'
import type { ErrorCounts } from '../../plan/tasks/fresh-samples.ts'
import { errorInUnitsOfMu } from '../../plan/tasks/fresh-samples.ts'
import type { Estimate } from '../../schema/types.ts'
import { proportionLimits } from '../../statistics/index.ts'

export interface Limits {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * Clopper–Pearson limits of both kinds of error, weighed into units of μ; the test points are
 * independent given the network.
 */
export const errorLimits = (result: ErrorCounts, settings: Settings, level: number): Limits => {
  const single = proportionLimits(result.singleErrors, result.singles, level)
  const multi = proportionLimits(result.multiErrors, result.multis, level)
  const inUnits = (of: 'value' | 'low' | 'high'): number =>
    errorInUnitsOfMu(single[of], multi[of], settings.singleViewFraction)
  return { value: inUnits('value'), low: inUnits('low'), high: inUnits('high') }
}

/** For claims on every network: the network with the highest limit represents all. */
export const worst = (limits: readonly Limits[], level: number, unit: string): Estimate => {
  const highest = limits.reduce((a, b) => (b.high > a.high ? b : a))
  return {
    ...highest,
    level,
    n: limits.length,
    unit: `${unit} (the one with the highest upper limit)`,
    narrowedBy: 'test samples',
  }
}
