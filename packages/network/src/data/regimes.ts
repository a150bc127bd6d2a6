/** Settings by name: where the theorems show at finite size. */

import type { Settings } from '../settings/settings.ts'

/**
 * k = 10 in the limit model: a model learns one view of each class, and both views are about equally likely.
 *
 * - The weak view and the other classes' features of single-view samples are small, ρ < Γ ≪ 1, as in the paper: one member
 *   of twenty that learned the present view outvotes Γ. At Γ = 0.3 an ensemble errs on what one member of four knows.
 * - The loss at which training ends is below log(2)/N, so that every training sample is then classified rightly.
 * - P = 20 lets every feature be present at once.
 */
const quick: Settings = {
  classes: 10,
  patches: 20,
  samples: 150,
  singleViewFraction: 0.2,
  otherFeatureRate: 5,
  patchesPerFeature: 1,
  ownWeight: [1, 1.2],
  weakViewWeight: [0.05, 0.05],
  otherWeight: [0.3, 0.4],
  singleViewOtherWeight: [0.07, 0.09],
  featureNoise: 0,
  noiseNorm: 0.5,
  neurons: 5,
  power: 4,
  threshold: 0.5,
  initialScale: 1e-3,
  stepRule: 'adaptive',
  stepSize: 0.1,
  stepTolerance: 0.3,
  targetLoss: 0.0045,
  maxSteps: 20_000,
  members: 20,
}

export const regimes = { quick } as const satisfies Record<string, Settings>

export type RegimeName = keyof typeof regimes
