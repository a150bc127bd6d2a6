/** What a reduced model says of the neurons that it did not compute. */

import { smoothedRelu } from '../activation/smoothed-relu.ts'
import type { Dataset } from '../data/dataset.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { OffClass } from './off-class.ts'

/** What the reduction left out, and what it cost. */
export interface Certificate {
  /**
   * At least the largest preactivation of any neuron that was not computed. Neurons that were
   * examined count by weights that are right to first order only (`replay`), with a margin of a
   * tenth: for these it is a measured bound, not a proven one.
   */
  readonly largestIdle: number
  /** At least what all neurons that were not computed add to any one output. */
  readonly outputBound: number
  /** Neurons of other classes that grew and were computed from then on, of k·m·2(k − 1). */
  readonly promoted: number
  /**
   * Preactivations that were computed, in all steps and in looks at what is watched. `full` is the
   * number that the full model would have computed.
   */
  readonly computed: number
  readonly full: number
  /**
   * Pairs of a class and a feature whose start was drawn, and that were brought up to the present.
   */
  readonly drawn: number
  readonly replayed: number
}

/**
 * @param computed preactivations computed in all passes.
 * @param passes forward passes that the full model would have made.
 */
export const certificateOf = (
  data: Dataset,
  { neurons, power, threshold }: NetworkSettings,
  watched: OffClass,
  {
    promoted,
    computed,
    passes,
  }: { readonly promoted: number; readonly computed: number; readonly passes: number },
): Certificate => {
  const largestIdle = watched.largestIdle()
  const { preactivations, ...looked } = watched.looked()
  return {
    largestIdle,
    outputBound: mostPatches(data) * neurons * smoothedRelu(largestIdle, power, threshold),
    promoted,
    computed: computed + preactivations,
    full: passes * data.feature.length * data.settings.classes * neurons,
    ...looked,
  }
}

/** The most patches that carry a feature in a sample. */
export const mostPatches = ({ size, firstPatch }: Dataset): number => {
  let most = 0
  for (let n = 0; n < size; n++) most = Math.max(most, firstPatch[n + 1] - firstPatch[n])
  return most
}
