/**
 * Presets: how large a run is. Which claims a preset runs, in what settings and with how many draws, each claim says itself (`sizes`).
 * Everything is fixed before any run.
 *
 * `quick` is to hold on a new seed with probability 0.98 at least when the theory is right. What may go wrong in a sound run
 * adds up to about 0.01:
 *
 * - ensemble-law: one of the intervals of L = 1 … 5 misses its prediction with probability 0.007. That is more than the levels
 *   promise, 0.002 by Bonferroni: the error of a data set is skewed to the right, and a t interval from 30 of them then misses on
 *   the low side more often. The levels were set by simulating the lottery alone (binomial draws at the odds of the data
 *   sets). The half-width at L = 5 is about 15% of the prediction, and beyond the 25% allowed with probability 0.0005.
 * - theorem-1-single: its 95% interval is about ±0.001 wide around 0.499, in a window of [0.49, 0.51]. More neurons and a smaller
 *   start than the regime's keep out the rare class whose neurons all start so low that its samples are memorised by their noise
 *   first, and most of the classes that learn both views.
 * - theorem-2-ensemble: one of 40 classes stays uncovered by 20 members with probability 0.0001; the eight Clopper–Pearson limits
 *   hold together at level 0.99, and an ensemble without error on these test sets has an upper limit of 0.0005μ.
 * - lottery-winning-set: the share is 0.99, its limit above 0.98, against 0.95. lemma-tensor-power is not random.
 */

import type { RegimeName } from '@multiview/network'

export type PresetName = 'quick' | 'standard' | 'full'

export interface Preset {
  readonly name: PresetName
  readonly summary: string
  /** The settings that a report shows for the whole run; a claim that departs from them shows its own. */
  readonly regime: RegimeName
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  quick: {
    name: 'quick',
    summary: 'the claims that show at k = 10, in about two minutes on 2 cores',
    regime: 'quick',
  },
  standard: {
    name: 'standard',
    summary: 'more draws, and how each part of the mechanism shows, in 15 minutes on 2 cores',
    regime: 'quick',
  },
  full: {
    name: 'full',
    summary: 'all claims, distillation at large k among them, in half an hour on 2 cores',
    regime: 'quick',
  },
}
