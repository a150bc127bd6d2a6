/** Ranges that estimates cannot leave; their intervals must stay inside, too. */

import type { Estimate, Tests } from '../schema/types.ts'

/** The smallest and the largest possible draw; infinite if there is no limit. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** The range of errors on test sets, with the test sets of each error. */
export interface Tested extends Span {
  readonly tests: Tests
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

/** A span as a report holds it: null for a side that is open. */
export const spanInReport = ({ low, high }: Span): { low: number | null; high: number | null } => ({
  low: Number.isFinite(low) ? low : null,
  high: Number.isFinite(high) ? high : null,
})

/** The span that a report holds. */
export const spanFrom = ({ low, high }: ReturnType<typeof spanInReport>): Span => ({
  low: low ?? Number.NEGATIVE_INFINITY,
  high: high ?? Number.POSITIVE_INFINITY,
})

/** Draws as a report holds them: null for a number that is not finite. */
export const drawsInReport = (values: readonly number[]): (number | null)[] =>
  values.map(value => (Number.isFinite(value) ? value : null))

/** The draws that a report holds. */
export const drawsFrom = (values: readonly (number | null)[]): number[] =>
  values.map(value => value ?? Number.NaN)
