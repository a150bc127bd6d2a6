/**
 * Samples in R^d and nothing else: all that the dense model reads of a data set, with views or
 * without.
 */

import type { DataSettings, DenseSettings } from '../settings/settings.ts'

export interface Patches {
  readonly settings: Pick<DataSettings & DenseSettings, 'classes' | 'patches' | 'dimension'>
  /** N. */
  readonly size: number
  /** X, [N, P, d]. */
  readonly x: Float64Array
}
