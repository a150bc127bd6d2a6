/** Two estimates of the same quantity, compared draw by draw. */

import { measuredMean } from '../estimates/measured-mean.ts'
import { drawsFrom } from '../estimates/span.ts'
import type { Draws, Estimate } from '../schema/types.ts'

/** Confidence of the interval of a difference. */
export const pairedLevel = 0.95

type Drawn = { readonly draws?: Draws | undefined; readonly unit: string }

/**
 * The mean of the differences of the draws, the second minus the first, with its interval at 95%.
 * Draws of one claim at one seed come from streams of the same names, so that what two runs share
 * cancels. Null unless both are means of equally many draws.
 */
export const pairedDifference = (first: Drawn, second: Drawn): Estimate | null => {
  const [a, b] = [first.draws, second.draws]
  if (a?.rule !== 'mean' || b?.rule !== 'mean' || a.values.length !== b.values.length) return null
  const before = drawsFrom(a.values)
  return measuredMean(
    drawsFrom(b.values).map((value, at) => value - before[at]),
    pairedLevel,
    second.unit,
  )
}
