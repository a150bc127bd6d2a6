/** Ranges that estimates cannot leave; their intervals must stay inside, too. */

import type { Estimate } from '../../schema/types.ts'

/** The smallest and the largest possible draw; infinite if there is no limit. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** The range of errors on test sets, with the limits of each error from its own test samples. */
export interface Tested extends Span {
  limits(level: number): readonly { readonly low: number; readonly high: number }[]
}

/** The range of a share. */
export const ofShare: Span = { low: 0, high: 1 }

/** The range of a size, such as a distance. */
export const ofSize: Span = { low: 0, high: Number.POSITIVE_INFINITY }

/** The range of an error in units of μ. */
export const ofError = ({ singleViewFraction }: { readonly singleViewFraction: number }): Span => ({
  low: 0,
  high: 1 / singleViewFraction,
})

/**
 * The estimate with its limits moved into the span. The value certainly lies there, so that the
 * coverage of the interval stays the same.
 */
export const inside = <E extends Estimate>(span: Span | undefined, estimate: E): E => {
  if (span === undefined) return estimate
  const into = (limit: number | null): number | null =>
    limit === null ? null : Math.min(Math.max(limit, span.low), span.high)
  return { ...estimate, low: into(estimate.low), high: into(estimate.high) }
}
