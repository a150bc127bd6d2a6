/** Phase II of a run: how fast the multi-view error falls, for the claim on growth. */

import { log } from '@multiview/tensor/math'
import { measuredMean } from '../../estimates/measured-mean.ts'
import type { GrowthResult } from '../../plan/tasks/growth.ts'
import type { Condition, Series } from '../../schema/types.ts'
import { fittedSlope } from '../../statistics/index.ts'
import { atLeast, liesWithin, series } from '../claim.ts'

/** Phase II is followed up to this multiple of the time at which phase I ended. */
export const phaseTwoLasts = 30
/**
 * Its slope is fitted from this multiple of that time on. By then it matters little when each class
 * began.
 */
const fittedFrom = 3
/** The least factor between the first and the last time of the fit. */
const leastFollowed = 5
const slopeBound = { low: -1.2, high: -0.8 }

/** The fitted part of phase II. */
const latePart = ({ time, multiViewError, arrival }: GrowthResult): { time: number[]; error: number[] } => {
  const from = fittedFrom * Math.max(...arrival)
  const late = Array.from(time, (t, at) => ({ t, error: multiViewError[at] })).filter(({ t }) => t >= from)
  return { time: late.map(({ t }) => t), error: late.map(({ error }) => error) }
}

/**
 * The conditions on phase II: the interval of its slope over all models, and that it lasted long
 * enough.
 */
export const phaseTwoConditions = (results: readonly GrowthResult[], level: number): Condition[] => {
  const late = results.map(latePart)
  const reached = Math.min(...late.map(({ time }) => (time.length < 2 ? 0 : time[time.length - 1] / time[0])))
  const name = 'phase II followed over this factor of time'
  const followed = atLeast(name, reached, leastFollowed)
  // A run that is too short for a fit shows no slope, so its condition decides nothing.
  if (!followed.met) return [{ ...followed, decided: false }]
  const slope = measuredMean(
    late.map(({ time, error }) => fittedSlope(time.map(log), error.map(log))),
    level,
    'model',
  )
  return [followed, liesWithin('slope of log multi-view error against log t in phase II', slope, slopeBound)]
}

/**
 * log10 of the error against log10 of the time, with the line 1/t that begins where the fit does.
 */
export const declineOfError = (result: GrowthResult | undefined): Series[] => {
  if (result === undefined) return []
  const { time, error } = latePart(result)
  if (time.length === 0) return []
  const log10 = (x: number): number => log(x) / log(10)
  return [
    series(
      'phase-two',
      'phase II of one model: log10 of the multi-view error against log10 t',
      Array.from(result.time, log10),
      Array.from(result.multiViewError, log10),
      { predicted: Array.from(result.time, t => log10((error[0] * time[0]) / t)) },
    ),
  ]
}
