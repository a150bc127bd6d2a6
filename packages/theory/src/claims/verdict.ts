import type { Bound, Condition, ControlVerdict, Measured, Verdict } from './types.ts'

/**
 * The one rule by which every claim is judged. It looks at the interval, never at the measured value.
 *
 * - `holds`: every condition is met and the interval lies inside the bound, its edges included.
 * - `fails`: a condition is not met, or the interval lies outside the bound, with no point in common.
 * - `inconclusive`: everything else, so also an interval with a limit that is missing (null) or NaN.
 *
 * A side on which the bound is null is open: there every limit is inside. The measured limits of a one-sided bound
 * are one-sided ones, each at the stated level, and only the one that faces the bound decides `holds`.
 *
 * Throws a RangeError for what only a mistake in a claim can cause: a bound that is open on both sides, not a number or
 * reversed, and an interval whose low limit lies above its high one.
 */
export function judge(
  measured: Pick<Measured, 'low' | 'high'>,
  bound: Bound,
  conditions: readonly Pick<Condition, 'met'>[],
): Verdict {
  checkBound(bound)
  const low = measured.low ?? Number.NaN
  const high = measured.high ?? Number.NaN
  if (low > high) throw new RangeError(`judge: the interval [${low}, ${high}] is reversed`)
  if (conditions.some(condition => !condition.met)) return 'fails'
  // Comparisons with NaN are false, so a limit that is unknown decides nothing.
  const aboveFloor = bound.low === null || low >= bound.low
  const belowCeiling = bound.high === null || high <= bound.high
  if (aboveFloor && belowCeiling) return 'holds'
  const underFloor = bound.low !== null && high < bound.low
  const overCeiling = bound.high !== null && low > bound.high
  return underFloor || overCeiling ? 'fails' : 'inconclusive'
}

/** The same rule for a control, the measurement without the mechanism: it breaks the claim when the rule says `fails`. */
export function judgeControl(
  measured: Pick<Measured, 'low' | 'high'>,
  bound: Bound,
  conditions: readonly Pick<Condition, 'met'>[] = [],
): ControlVerdict {
  return judge(measured, bound, conditions) === 'fails' ? 'breaks' : 'does not break'
}

function checkBound({ low, high }: Bound): void {
  const shown = `[${low ?? 'open'}, ${high ?? 'open'}]`
  if (low === null && high === null) throw new RangeError(`judge: the bound ${shown} is open on both sides`)
  if (Number.isNaN(low) || Number.isNaN(high) || (low !== null && high !== null && low > high))
    throw new RangeError(`judge: the bound ${shown} must be a low limit, then a high one`)
}
