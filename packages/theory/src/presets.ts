/**
 * Presets: how large a run is. Each claim says in its `sizes` which settings and how many draws it
 * takes in a preset, with the reasons beside them. Everything is fixed before any run.
 */

import type { RegimeName } from '@multiview/network/settings'

export type PresetName = 'quick' | 'standard' | 'full' | 'beyond' | 'as-stated'

export interface Preset {
  readonly name: PresetName
  readonly summary: string
  /**
   * The settings that a report shows for the whole run; a claim that departs from them shows its
   * own.
   */
  readonly regime: RegimeName
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  quick: {
    name: 'quick',
    summary: 'the four theorems in one setting at k = 40, in a minute on 2 cores',
    regime: 'theorems',
  },
  standard: {
    name: 'standard',
    summary: 'more draws, and how each part of the mechanism shows, in seven minutes on 2 cores',
    regime: 'theorems',
  },
  full: {
    name: 'full',
    summary:
      'all claims on the paper, the four theorems with the weights and labels of Definition 1, in forty ' +
      'minutes on 2 cores',
    regime: 'theorems',
  },
  beyond: {
    name: 'beyond',
    summary: 'what else the mechanism says: claims that no other preset has, in five minutes on 2 cores',
    regime: 'theorems',
  },
  'as-stated': {
    name: 'as-stated',
    summary:
      'the start of Theorem 1 as the paper states it, at k = 50 to 1600, and each departure from the paper left ' +
      'out once, in two hours on 2 cores',
    regime: 'theorems',
  },
}
