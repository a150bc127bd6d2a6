/** All claims that exist, in the order of a report. */

import type { PresetName } from '../presets.ts'
import type { Claim } from './claim.ts'
import { ensembleLaw } from './ensemble-law.ts'
import { lemmaTensorPower } from './lemma-tensor-power.ts'
import { lotteryWinningSet } from './lottery-winning-set.ts'
import { theorem1Single } from './theorem-1-single.ts'
import { theorem2Ensemble } from './theorem-2-ensemble.ts'

export const claims: readonly Claim[] = [
  theorem1Single,
  theorem2Ensemble,
  ensembleLaw,
  lotteryWinningSet,
  lemmaTensorPower,
]

/** The claims that a preset runs when none is named. */
export const claimsOf = (preset: PresetName): Claim[] =>
  claims.filter(claim => claim.presets.includes(preset))
