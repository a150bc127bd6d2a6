/** Regimes: complete settings by name, at sizes at which the theorems can be measured. */

import { log } from '@multiview/tensor/math'
import { fullBatchDescent } from '../settings/full-batch.ts'
import type { DenseSettings, DistillationSettings, Settings } from '../settings/settings.ts'
import { alikeViews, paperRegime } from './paper-regime.ts'

/**
 * k = 10 in the limit model: a model learns one view of each class, and both views are about
 * equally likely.
 *
 * - The weak view and the other classes' features of single-view samples are small, ρ < Γ ≪ 1, as
 *   in the paper: one member of twenty that learned the present view outweighs Γ. At Γ = 0.3 an
 *   ensemble errs on a view that one member of four has learned.
 * - The loss at which training ends is below log(2)/N, so that every training sample is
 *   classified correctly then.
 * - Every class has two single-view samples, one per view, and ten multi-view ones. With labels
 *   drawn independently one class in a hundred has so few samples that their noise is memorised
 *   before a feature is learned, and the odds of its views are far from even.
 * - P = 20 lets every feature be present at once.
 */
const limit: Settings = {
  classes: 10,
  ...alikeViews,
  patches: 20,
  samples: 120,
  singleViewFraction: 1 / 6,
  trainingDraw: 'even',
  otherFeatureRate: 5,
  patchesPerFeature: 1,
  patchesPerOtherFeature: 0,
  weightSplit: 'even',
  ownWeight: [1, 1.2],
  weakViewWeight: [0.05, 0.05],
  otherWeight: [0.3, 0.4],
  singleViewOtherWeight: [0.07, 0.09],
  featureNoise: 0,
  noiseNorm: 0.5,
  neurons: 5,
  power: 4,
  threshold: 0.5,
  initialScale: 7e-4,
  model: 'limit',
  stepRule: 'adaptive',
  stepSize: 0.1,
  stepTolerance: 0.3,
  targetLoss: 0.0045,
  maxSteps: 20_000,
  targetMargin: 0,
  ...fullBatchDescent,
  members: 20,
}

/**
 * k = 10 in R^1024: the same theory with noise that is not quite orthogonal.
 *
 * - A weight that memorizes the noise of one patch also acts on all other patches. Memorizing takes
 *   |w| ≈ (margin + (1 − 1/q)ϱ)/‖ξ‖, of which 1/√d reaches another patch: in units of ϱ this is
 *   (margin/ϱ + 1 − 1/q)/√d. It must stay below the initial correlations, σ_0/ϱ, until these have
 *   grown. A large q makes outputs below ϱ small. Hence q is large, and ϱ is not small compared
 *   with the margin of 6: at ϱ = 1 one class in ten learned its losing view as well.
 * - σ_0/ϱ is as small as that allows: at 0.06 a view that lost by little is still learned from the
 *   single-view sample that shows it alone.
 * - Every class has two single-view samples, one per view, and eight multi-view ones: with fewer
 *   samples less noise is memorized.
 * - ρ < Γ ≪ 1, and Γ is large enough: otherwise the overlap with memorized noise would raise the
 *   class of a fresh sample above the other classes.
 * - Background patches have noise of their own, and all noise lies off the features. P = 20 lets
 *   every feature be present at once.
 */
const dense: Settings & DenseSettings = {
  classes: 10,
  ...alikeViews,
  patches: 20,
  samples: 100,
  singleViewFraction: 0.2,
  trainingDraw: 'even',
  otherFeatureRate: 5,
  patchesPerFeature: 1,
  patchesPerOtherFeature: 0,
  weightSplit: 'even',
  ownWeight: [1, 1.2],
  weakViewWeight: [0.08, 0.08],
  otherWeight: [0.1, 0.2],
  singleViewOtherWeight: [0.12, 0.16],
  featureNoise: 0,
  noiseNorm: 0.5,
  dimension: 1024,
  featureBasis: 'axes',
  noiseSpan: 'off features',
  backgroundNoiseNorm: 0.05,
  neurons: 6,
  power: 8,
  threshold: 3,
  initialScale: 0.13,
  model: 'dense',
  stepRule: 'adaptive',
  stepSize: 0.1,
  stepTolerance: 0.3,
  targetLoss: 0.006,
  maxSteps: 20_000,
  targetMargin: 0,
  ...fullBatchDescent,
  members: 10,
}

/** The least k at which regime `theorems` has the weights and labels of Definition 1. */
const leastOfDefinition = 100

const doublings = (classes: number): number => Math.ceil(log(classes) / log(2))

/**
 * Data below that k: every class and view equally often, and features of other classes that weigh
 * nearly as much per patch as own ones, since a student needs this at small k.
 *
 * τ is 1, so that outputs need not grow to 1/τ² = 25: with these heavy features and τ = 0.2 a
 * student of seed 1 had erred on 7 of 30,400 samples by 100 t₁.
 */
const evenData = (classes: number) =>
  ({
    patches: 2 * classes + 2,
    samples: 12 * classes,
    singleViewFraction: 1 / 6,
    trainingDraw: 'even',
    patchesPerFeature: 2,
    patchesPerOtherFeature: 1,
    ownWeight: [2.1, 2.3],
    weakViewWeight: [0.1, 0.1],
    otherWeight: [0.7, 0.8],
    singleViewOtherWeight: [0.25, 0.3],
    noiseNorm: 0.6,
    initialScale: 1e-6,
    targetLoss: 0.04 / classes,
    members: 36 + doublings(classes),
    temperature: 1,
    teacherScale: 10,
  }) as const satisfies Partial<Settings & DistillationSettings>

/**
 * Definition 1: Σz and Σz^q of own views at least 1, Σz of other classes at most 0.4, ρ < Γ, labels
 * and views drawn independently. σ_0^{q−2} falls as 1/k, as in the paper: with more classes, a
 * class that learns both views must be rarer for the error to stay in the window of Theorem 1.
 *
 * Independent draws do not balance the views of a class: one of them has √(μN/k) more single-view
 * samples of its own, which is the share √(μk/N) of all. The lottery favours it. So two networks
 * agree more often, and Theorem 4 gains less; and a view that few members know is too weak in the
 * average. With N = 40k and μ = 1/12 some classes of seeds 5001 and 5002 had odds of 0.86 for one
 * view, with N = 60k and μ = 1/18 the most uneven odds were 0.7. N is above k^{1.2}/μ up to k =
 * 400, as in the paper.
 *
 * At k = 100 networks of seeds 5001 and 5002 learned both views of 13 of 10,000 classes at σ_0 =
 * 10⁻⁷, and of 7 at 5·10⁻⁸.
 *
 * τ decides whether a student forgets. If it sees one class more than its teacher on a sample, its
 * p^τ of all others is lower, and (4.4) pushes up the classes that neither sees, in proportion to
 * their p^τ, about e^{−1/τ}. At τ = 1 this push is large: wrong neurons grow and let more of them
 * grow. A student of k = 40 had 57 of them at t₁ and 12,586 at 100 t₁ (seed 7733801), and one of
 * k = 100 erred by 0.007μ at 100 t₁ (seed 2203638). At the paper's 1/log² k = 0.047 the push is
 * e^{−21}, but outputs have to grow to 1/τ² = 450. At k = 100 a student of seed 5001 took 706 steps
 * with τ = 0.2 and 7,950 with 1/log² k, and had 8 wrong neurons at all moments with both.
 */
const dataOfDefinition = (classes: number) =>
  ({
    patches: 2 * classes,
    samples: 60 * classes,
    singleViewFraction: 1 / 18,
    trainingDraw: 'independent',
    patchesPerFeature: 1,
    patchesPerOtherFeature: 0,
    ownWeight: [1, 1.1],
    weakViewWeight: [0.05, 0.05],
    otherWeight: [0.38, 0.4],
    singleViewOtherWeight: [0.1, 0.13],
    noiseNorm: 0.8,
    initialScale: 5e-6 / classes,
    targetLoss: 0.008 / classes,
    members: 33 + doublings(classes),
    temperature: 0.2,
    teacherScale: 250,
  }) as const satisfies Partial<Settings & DistillationSettings>

/**
 * The settings in which the theorems are measured, a formula in k for each, for the reduced model
 * (reduced/multirate/model.ts).
 *
 * A network must learn one view of a class, and its student the other one as well.
 *
 * - The network: memorizing the samples without the learned view must end before the other view has
 *   grown. A small start σ_0 and a long noise ‖ξ‖ do that. With one step length for all, converged
 *   classes would bound the step while other views still grow from their start, so that each class
 *   has steps of its own (stepRule `multirate`).
 * - The student learns a class's second view from samples of other classes that show it. There the
 *   right feature competes with the other features and the noise of these samples. It wins when
 *   each of these is rarer (k/s large), when other classes' features weigh nearly as much per patch
 *   as own ones do (own ones have two patches), when q is small, and when the best neuron of a
 *   class starts high (m large: the best of m for the right feature against the best of k·m for all
 *   others).
 * - The ensemble: Γ is small enough for few members to outweigh it, and large enough for student
 *   and teacher to respond to it. Own weights vary little, and each view of a class has a
 *   single-view sample of its own, so that the views are balanced on every data set (Assumption
 *   4.1). A class has a view that no member learned with probability 2^{1−L}, and the average
 *   of a view that only a few members know is too weak: L is several times log₂ k.
 *
 * P is enough for every feature of every class, the target loss is below log(2)/N, so that every
 * training sample is then classified correctly, and η′/η compensates the factor 1/k of a softmax.
 *
 * From k = 100 on weights and labels are those of the paper's Definition 1, drawn independently
 * (`dataOfDefinition`): there are then enough classes and samples for it. γ, P and ‖ξ‖ are not.
 *
 * @example
 * theoremsRegime(20).samples // 240
 */
export const theoremsRegime = (classes: number): Settings & DistillationSettings => ({
  classes,
  ...alikeViews,
  ...(classes < leastOfDefinition ? evenData(classes) : dataOfDefinition(classes)),
  otherFeatureRate: 5,
  weightSplit: 'even',
  featureNoise: 0,
  neurons: 60,
  power: 3,
  threshold: 0.5,
  model: 'reduced',
  stepRule: 'multirate',
  stepSize: 0.1,
  stepTolerance: 0.3,
  maxSteps: 20_000,
  targetMargin: 0,
  ...fullBatchDescent,
  distillationRate: classes,
  mask: 'kept',
  targetReach: 0.998,
})

/** The asymptotic formulas at k = 10: for inspection, not for runs (paper-regime.ts). */
const paper = paperRegime(10)

/**
 * Complete settings by name.
 *
 * @example
 * regimes.limit.classes // 10
 */
export const regimes = {
  theorems: theoremsRegime(40),
  limit,
  dense,
  paper,
} as const satisfies Record<string, Settings & Partial<DenseSettings> & Partial<DistillationSettings>>

/**
 * The settings of a regime at k: those of `theorems` and `paper` follow their formulas, and the
 * others have their own k.
 *
 * @example
 * regimeAt('theorems', 50).samples // 600
 */
export const regimeAt = (
  name: RegimeName,
  classes: number | undefined,
): Settings & Partial<DenseSettings> & Partial<DistillationSettings> => {
  if (classes !== undefined && name === 'theorems') return theoremsRegime(classes)
  if (classes !== undefined && name === 'paper') return paperRegime(classes)
  return regimes[name]
}

/**
 * The settings for R^d of a regime that does not have its own.
 *
 * @example
 * denseDefaults.dimension // 1024
 */
export const denseDefaults: DenseSettings = {
  dimension: 1024,
  featureBasis: 'axes',
  noiseSpan: 'off features',
  backgroundNoiseNorm: 0,
}

/**
 * Settings with all that a dense run needs: `denseDefaults`, unless they have their own, and the
 * model `dense`.
 *
 * @example
 * withDenseSettings(regimes.limit).dimension // 1024
 */
export const withDenseSettings = (settings: Settings & Partial<DenseSettings>): Settings & DenseSettings => ({
  ...denseDefaults,
  ...settings,
  model: 'dense',
})

/**
 * The name of a regime.
 *
 * Usage: `const name: RegimeName = 'limit'`
 */
export type RegimeName = keyof typeof regimes
