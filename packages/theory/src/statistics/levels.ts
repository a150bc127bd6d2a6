/**
 * The level each of `intervals` intervals needs, so that all of them cover their values at once
 * with probability at least `together`: 1 − (1 − together)/intervals (Bonferroni). It assumes
 * nothing about how the intervals depend on one another.
 *
 * For a run that should hold with probability `together` if the theory is right, count every
 * interval that any of its verdicts looks at (a two-sided interval once, a one-sided limit once),
 * and compute each at this level.
 */
export function levelOfEach(together: number, intervals: number): number {
  if (!(together > 0 && together < 1))
    throw new RangeError(`levelOfEach: together is ${together}, must lie strictly between 0 and 1`)
  if (!Number.isSafeInteger(intervals) || intervals < 1)
    throw new RangeError(`levelOfEach: intervals is ${intervals}, must be an integer of at least 1`)
  return 1 - (1 - together) / intervals
}
