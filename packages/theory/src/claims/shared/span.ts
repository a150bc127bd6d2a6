/** Ranges that estimates cannot leave, so that their intervals must not either. */

import type { Estimate } from '../../schema/types.ts'

/** The least and the most that a draw can be; infinite if there is no end. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** Of a share. */
export const ofShare: Span = { low: 0, high: 1 }

/** Of a size, such as a distance. */
export const ofSize: Span = { low: 0, high: Number.POSITIVE_INFINITY }

/** Of an error in units of μ. */
export const ofError = ({ singleViewFraction }: { readonly singleViewFraction: number }): Span => ({
  low: 0,
  high: 1 / singleViewFraction,
})

/**
 * The estimate with its limits moved into the span. The value certainly lies there, so that the
 * interval covers it as often.
 */
export const inside = <E extends Estimate>(span: Span | undefined, estimate: E): E => {
  if (span === undefined) return estimate
  const into = (limit: number | null): number | null =>
    limit === null ? null : Math.min(Math.max(limit, span.low), span.high)
  return { ...estimate, low: into(estimate.low), high: into(estimate.high) }
}
