/** Settings of small runs, for the tests of every part. */
import { regimes, type Settings } from '@multiview/network'

/** Regime limit with 150 samples and independent labels, and with the given settings changed. */
export const regimeWith = (changes: Partial<Settings> = {}): Settings => ({
  ...regimes.limit,
  samples: 150,
  singleViewFraction: 0.2,
  trainingDraw: 'independent',
  ...changes,
})

/**
 * A data set and network that are small enough for plain loops, with weights that reach the linear
 * part of ReLU~.
 */
export const smallWith = (changes: Partial<Settings> = {}): Settings =>
  regimeWith({
    classes: 3,
    neurons: 2,
    samples: 7,
    patches: 12,
    otherFeatureRate: 1,
    initialScale: 0.4,
    ...changes,
  })
