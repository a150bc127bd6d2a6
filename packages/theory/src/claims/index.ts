/** All claims that exist, in the order of a report. */

import type { PresetName } from '../presets.ts'
import type { Claim } from './claim.ts'
import { darkKnowledge } from './dark-knowledge.ts'
import { denseToLimit } from './dense-to-limit.ts'
import { ensembleLaw } from './ensemble-law.ts'
import { functionApproximation } from './function-approximation.ts'
import { gaussianControl } from './gaussian-control.ts'
import { growthPhases } from './growth-phases.ts'
import { kernelRegime } from './kernel-regime.ts'
import { lemmaTensorPower } from './lemma-tensor-power.ts'
import { lotteryWinningSet } from './lottery-winning-set.ts'
import { noiseMemorization } from './noise-memorization.ts'
import { offClassCorrelations } from './off-class-correlations.ts'
import { theorem1Single } from './theorem-1-single.ts'
import { theorem2Ensemble } from './theorem-2-ensemble.ts'
import { theorem3Distillation } from './theorem-3-distillation.ts'
import { theorem4SelfDistillation } from './theorem-4-self-distillation.ts'
import { trainedAverage } from './trained-average.ts'

export const claims: readonly Claim[] = [
  theorem1Single,
  theorem2Ensemble,
  theorem3Distillation,
  theorem4SelfDistillation,
  darkKnowledge,
  ensembleLaw,
  lotteryWinningSet,
  lemmaTensorPower,
  growthPhases,
  noiseMemorization,
  offClassCorrelations,
  functionApproximation,
  denseToLimit,
  trainedAverage,
  kernelRegime,
  gaussianControl,
]

/** The claims that a preset runs when none is named. */
export const claimsOf = (preset: PresetName): Claim[] =>
  claims.filter(claim => claim.presets.includes(preset))
