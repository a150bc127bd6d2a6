/** The mean of what was measured on the data sets of a cell. */

import { measuredMean, type Span } from '../claims/measured-mean.ts'
import type { Measured } from '../claims/types.ts'

/** Confidence of every interval of a sweep. */
export const level = 0.95
/** With fewer data sets an interval says next to nothing, the exact one of equal values included: then there is none. */
const fewest = 8

export const meanOfDataSets = (values: readonly number[], unit: string, span?: Span): Measured => {
  const measured = measuredMean(values, level, unit, span)
  return values.length < fewest ? { ...measured, low: null, high: null } : measured
}
