/** Exponentials shifted by the largest element, for softmax and logsumexp. */
import { exp } from '../math/exp.ts'
import { log1p } from '../math/log1p.ts'
import type { Data } from './dtype.ts'
import { indexOfLargest } from './index-of-largest.ts'
import type { Reducer } from './loop.ts'

/**
 * exp(x − top), corrected for the rounding error of the difference. Far below the top that error
 * would be many ulps.
 */
export function shiftedExp(x: number, top: number): number {
  const d = x - top
  const y = exp(d)
  const back = x - d
  const lost = x - (d + back) + (back - top)
  // If an operand is infinite, there is no error to correct.
  return lost - lost === 0 ? y + y * lost : y
}

/** The place in `x` of the largest element of a run, or of its first NaN. */
export const placeOfLargest: Reducer = (x, at, n, step) => at + indexOfLargest(x, at, n, step) * step

/**
 * log Σ exp(x − top) over a run whose largest element is `top`, at `place`. It is accurate also if
 * that element is nearly the whole sum.
 */
export function logOfShiftedSum(x: Data, at: number, n: number, step: number, place: number): number {
  let rest = 0
  for (let i = 0; i < n; i++) {
    const next = at + i * step
    if (next !== place) rest += shiftedExp(x[next], x[place])
  }
  return log1p(rest)
}
