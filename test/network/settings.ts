/** Settings of small runs, for the tests of every part. */
import { regimes, type Settings } from '@multiview/network'

/**
 * The quick regime, but for 150 samples with labels drawn independently, with some settings
 * changed.
 */
export const quickWith = (changes: Partial<Settings> = {}): Settings => ({
  ...regimes.quick,
  samples: 150,
  singleViewFraction: 0.2,
  trainingDraw: 'independent',
  ...changes,
})

/**
 * A data set and network small enough for plain loops, with weights large enough to reach the
 * linear part.
 */
export const smallWith = (changes: Partial<Settings> = {}): Settings =>
  quickWith({
    classes: 3,
    neurons: 2,
    samples: 7,
    patches: 12,
    otherFeatureRate: 1,
    initialScale: 0.4,
    ...changes,
  })
