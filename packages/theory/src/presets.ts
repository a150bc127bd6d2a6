/**
 * Presets: how large a run is. Each claim says in its `sizes` which settings and how many draws it
 * takes in a preset, and beside them why these. Everything is fixed before any run.
 */

import type { RegimeName } from '@multiview/network'

export type PresetName = 'quick' | 'standard' | 'full'

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
    summary: 'the claims that show at k = 10, in about two minutes on 2 cores',
    regime: 'quick',
  },
  standard: {
    name: 'standard',
    summary: 'more draws, and how each part of the mechanism shows, in five minutes on 2 cores',
    regime: 'quick',
  },
  full: {
    name: 'full',
    summary: 'all claims, distillation among them, in about seven minutes on 2 cores',
    regime: 'quick',
  },
}
