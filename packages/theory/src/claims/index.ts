/** All claims that exist, in the order of a report. */

import type { PresetName } from '../presets.ts'
import type { Claim } from './claim.ts'
import { darkKnowledge } from './dark-knowledge/claim.ts'
import { denseToLimit } from './dense-to-limit/claim.ts'
import { departures } from './departures/claim.ts'
import { disagreement } from './disagreement/claim.ts'
import { ensembleLaw } from './ensemble-law/claim.ts'
import { figure1 } from './figure-1/claim.ts'
import { functionApproximation } from './function-approximation/claim.ts'
import { gaussianControl } from './gaussian-control/claim.ts'
import { growthPhases } from './growth-phases/claim.ts'
import { kernelRegime } from './kernel-regime/claim.ts'
import { lemmaTensorPower } from './lemma-tensor-power/claim.ts'
import { lotteryWinningSet } from './lottery-winning-set/claim.ts'
import { midpointMixup } from './midpoint-mixup/claim.ts'
import { momentum } from './momentum/claim.ts'
import { moreViews } from './more-views/claim.ts'
import { noiseMemorization } from './noise-memorization/claim.ts'
import { offClassCorrelations } from './off-class-correlations/claim.ts'
import { paperStart } from './paper-start/claim.ts'
import { selfDistillationRounds } from './self-distillation-rounds/claim.ts'
import { theorem1Dense } from './theorem-1-dense/claim.ts'
import { theorem1Single } from './theorem-1-single/claim.ts'
import { theorem2Dense } from './theorem-2-dense/claim.ts'
import { theorem2Ensemble } from './theorem-2-ensemble/claim.ts'
import { theorem3Distillation } from './theorem-3-distillation/claim.ts'
import { theorem4SelfDistillation } from './theorem-4-self-distillation/claim.ts'
import { trainedAverage } from './trained-average/claim.ts'
import { viewRemoval } from './view-removal/claim.ts'
import { weightAverage } from './weight-average/claim.ts'

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
  theorem1Dense,
  theorem2Dense,
  trainedAverage,
  kernelRegime,
  gaussianControl,
  figure1,
  midpointMixup,
  viewRemoval,
  moreViews,
  selfDistillationRounds,
  disagreement,
  weightAverage,
  momentum,
  paperStart,
  departures,
]

/**
 * The claims of a list that a preset runs if the user names none. The default list has the built-in
 * claims.
 */
export const claimsOf = (preset: PresetName, of: readonly Claim[] = claims): Claim[] =>
  of.filter(claim => claim.presets.includes(preset))
