/** Where an interval lies. */

import type { Bound, Measured } from '../schema/types.ts'

/**
 * Where an interval lies: inside the bound, outside it, or neither; unknown limits are neither.
 */
export function placeOf(
  measured: Pick<Measured, 'low' | 'high'>,
  bound: Bound,
): 'inside' | 'outside' | 'undecided' {
  checkBound(bound)
  const low = measured.low ?? Number.NaN
  const high = measured.high ?? Number.NaN
  if (low > high) throw new RangeError(`judge: the interval [${low}, ${high}] is reversed`)
  // Comparisons with NaN are false, so a limit that is unknown decides nothing.
  const aboveFloor = bound.low === null || low >= bound.low
  const belowCeiling = bound.high === null || high <= bound.high
  if (aboveFloor && belowCeiling) return 'inside'
  const underFloor = bound.low !== null && high < bound.low
  const overCeiling = bound.high !== null && low > bound.high
  return underFloor || overCeiling ? 'outside' : 'undecided'
}

function checkBound({ low, high }: Bound): void {
  const text = `[${low ?? 'open'}, ${high ?? 'open'}]`
  if (low === null && high === null) throw new RangeError(`judge: the bound ${text} is open on both sides`)
  if (Number.isNaN(low) || Number.isNaN(high) || (low !== null && high !== null && low > high))
    throw new RangeError(`judge: the bound ${text} must be a low limit, then a high one`)
}
