/** Presets: which claims run, in which settings, with how many draws. Everything is fixed here, before any run. */

import { type RegimeName, regimes, type Settings } from '@multiview/network'
import type { Draws } from './claims/draws.ts'

export interface Preset {
  readonly name: string
  readonly summary: string
  readonly regime: RegimeName
  /** Ids of the claims that run when none is asked for. */
  readonly claims: readonly string[]
  /** Settings in which a claim departs from the regime. */
  readonly overrides: Readonly<Record<string, Partial<Settings>>>
  readonly draws: Draws
}

/**
 * `quick` is to hold on a new seed with probability 0.98 at least when the theory is right. What may go wrong in a sound run
 * adds up to at most 0.02:
 *
 * - ensemble-law: the intervals of L = 1 … 5 miss their prediction with probability 4·0.0005 + 0.01 = 0.012 together
 *   (Bonferroni; L = 5 is the widest and gets the most). 24 data sets make its half-width about 17% of the prediction, where
 *   25% is allowed.
 * - theorem-1-single: its 95% interval is about ±0.003 wide around 0.497, against a window of [0.49, 0.51]; that it reaches
 *   out has probability about 0.003. More neurons and samples than the regime's keep out the rare class (1% of
 *   models at m = 5, N = 150) whose neurons all start so low that its few samples are memorised by their noise first.
 * - theorem-2-ensemble: one of 40 classes stays uncovered by 20 members with probability about 0.001; the eight Clopper–Pearson
 *   limits hold together at level 0.99, and an ensemble without error on these test sets has an upper limit of
 *   0.0005μ.
 * - lottery-winning-set: the share is 0.99, its limit above 0.98, against 0.95. lemma-tensor-power is not random.
 */
const quick: Preset = {
  name: 'quick',
  summary: 'the claims that show at k = 10, in about two minutes on 2 cores',
  regime: 'quick',
  claims: [
    'theorem-1-single',
    'theorem-2-ensemble',
    'ensemble-law',
    'lottery-winning-set',
    'lemma-tensor-power',
  ],
  overrides: {
    'theorem-1-single': { samples: 200, singleViewFraction: 0.15, neurons: 8, initialScale: 5e-4 },
  },
  draws: {
    singleModels: 48,
    singleLevel: 0.95,
    testPerCell: 100,
    testPerClass: 100,
    dataSets: 24,
    partitions: 20,
    lawLevels: [0.9995, 0.9995, 0.9995, 0.9995, 0.99],
    largestEnsemble: 10,
    lotteryLevel: 0.99,
    ensembles: 4,
    ensembleTestPerCell: 2_000,
    ensembleTestPerClass: 10_000,
    ensembleLevel: 0.99,
    sharedInitializations: 8,
    sharedMembers: 5,
  },
}

export const presets = { quick } as const satisfies Record<string, Preset>

export type PresetName = keyof typeof presets

/** The settings of a claim: the regime, what the claim needs otherwise, and what the user set, which wins. */
export const settingsOf = (preset: Preset, claim: string, chosen: Partial<Settings>): Settings => ({
  ...regimes[preset.regime],
  ...preset.overrides[claim],
  ...chosen,
})
