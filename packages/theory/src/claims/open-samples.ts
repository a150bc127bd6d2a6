/**
 * Test samples that the bounds of the reduced model leave open: the network may be right or wrong.
 *
 * A claim is measured with each of them as an error, and again with each of them as right. Its
 * intervals cover both measurements, so that no verdict rests on how they are counted. If they are
 * many, the model does not apply at these settings, and nothing is said of the claim.
 */

import { coveringBoth, drawsOfBoth, limitsOfBoth } from '../estimates/several.ts'
import { readable } from '../numbers.ts'
import type { Scheduler } from '../plan/scheduler.ts'
import { openSamples } from '../plan/tasks/index.ts'
import type { Condition, Estimate } from '../schema/types.ts'
import { atMost, type Outcome } from './claim.ts'

/**
 * The largest share of test samples that may be open. It moves a mean error by at most 0.001/μ. At
 * k = 40 in regime theorems, bounds left none of 768,000 samples open for the errors of single
 * networks, and 14 of as many for their predictions.
 */
export const mostOpen = 0.001

/** Why errors are unknown if this share of the test samples is open. */
export const whyUnknown = (share: number): string =>
  `the bounds of the reduced model leave ${readable(100 * share, 2)}% of the test samples open, ` +
  `and at most ${100 * mostOpen}% are allowed: neurons that it does not compute start at too large ` +
  'values; choose a smaller initialScale'

/**
 * The outcome of a claim, with the condition that few samples are open if it tests reduced models.
 *
 * @param measure called again if samples are open, with a scheduler that counts them as right.
 */
export const measuredBothWays = async (
  scheduler: Scheduler,
  measure: (scheduler: Scheduler) => Promise<Outcome>,
): Promise<Outcome> => {
  let undecided = 0
  let compared = 0
  const watched = (areRight: boolean): Scheduler => ({
    ...scheduler,
    run: async task => {
      const result = await scheduler.run(task)
      const open = openSamples(task, result)
      if (open === undefined) return result
      undecided += open.undecided
      compared += open.compared
      return areRight ? (open.ifRight as typeof result) : result
    },
  })
  const asErrors = await measure(watched(false))
  if (compared === 0) return asErrors
  const share = undecided / compared
  const few = share <= mostOpen
  const condition = {
    ...atMost('share of test samples that the bounds of the reduced model leave open', share, mostOpen),
    decided: few,
  }
  if (!few) return notMeasured(asErrors, condition, whyUnknown(share))
  const outcome = undecided > 0 ? covering(asErrors, await measure(watched(true))) : asErrors
  return { ...outcome, conditions: [...outcome.conditions, condition] }
}

const notMeasured = (
  { setting, measured, control, predicted }: Outcome,
  condition: Condition,
  missing: string,
) => {
  const nothing = ({ level, unit }: Estimate): Estimate => ({
    value: null,
    low: null,
    high: null,
    level,
    n: 0,
    unit,
    missing,
  })
  return {
    setting,
    measured: nothing(measured),
    predicted,
    conditions: [condition],
    series: [],
    control: { measured: nothing(control.measured), conditions: [] },
  }
}

/** The outcome with open samples as errors; its intervals cover the other one as well. */
const covering = (asErrors: Outcome, asRight: Outcome): Outcome => ({
  ...asErrors,
  measured: coveringBoth(asErrors.measured, asRight.measured),
  conditions: both(asErrors.conditions, asRight.conditions),
  control: {
    measured: coveringBoth(asErrors.control.measured, asRight.control.measured),
    conditions: both(asErrors.control.conditions, asRight.control.conditions),
  },
})

/** A condition is decided if it is decided alike both ways; one that is there only once is not. */
const both = (conditions: readonly Condition[], others: readonly Condition[]): Condition[] =>
  conditions.map((one, at) => {
    const other = others[at]
    if (other?.name !== one.name) return { ...one, met: false, decided: false }
    return {
      ...one,
      ...limitsOfBoth(one, other),
      met: one.met && other.met,
      decided: one.decided && other.decided && one.met === other.met,
      ...drawsOfCondition(one, other),
    }
  })

const drawsOfCondition = (one: Condition, other: Condition): Pick<Condition, 'draws'> => {
  const draws = drawsOfBoth(one, other)
  return draws === undefined ? {} : { draws }
}
