/** The paper's asymptotic scales (arXiv 2012.09816), evaluated at one k. */

import { log, pow } from '@multiview/tensor/math'
import { fullBatchDescent } from '../settings/full-batch.ts'
import { formulaInitialScale } from '../settings/initial-scale.ts'
import type { DenseSettings, Settings } from '../settings/settings.ts'

/**
 * The constants that the formulas leave open. All are reconstructed: the paper says "polylog k",
 * "poly(k)" and "O(1)", and lets k grow. polylog k is log^e k here, and each e is a constant of its
 * own.
 */
export interface PaperConstants {
  /** s = log^e k. */
  readonly presenceExponent: number
  /** C_p = O(1). */
  readonly patchesPerFeature: number
  /** P = k^e; the paper's 2. */
  readonly patchExponent: number
  /** d = k^e ≥ poly(k). */
  readonly dimensionExponent: number
  /** γ = k^{−e}; the paper's 1.5. */
  readonly featureNoiseExponent: number
  /** ‖ξ‖ = σ_p √d = log^{−e} k. */
  readonly noiseExponent: number
  /** ρ = k^{−e}; the paper's 0.01. */
  readonly weakExponent: number
  /** Γ = log^{−e} k. */
  readonly otherExponent: number
  /** μ = k^{−e}. */
  readonly singleViewExponent: number
  /** N = k^e/μ; the paper's 1.2. */
  readonly sampleExponent: number
  /** The upper end O(1) of Σ z of own features. */
  readonly largestOwnWeight: number
  /** The lower end Ω(1) of Σ z of other classes' features in multi-view samples. */
  readonly leastOtherWeight: number
  /** [ρ, O(ρ)] is [ρ, this·ρ]. */
  readonly weakSpread: number
  /** [Ω(Γ), Γ] is [this·Γ, Γ]. */
  readonly otherSpread: number
  /** m = log^e k, rounded up; at most k. */
  readonly neuronExponent: number
  /** q ≥ 3. */
  readonly power: number
  /** ϱ = log^{−e} k. */
  readonly thresholdExponent: number
  /** η = k^{−e} ≤ 1/poly(k). */
  readonly stepExponent: number
  /** T = k^e/η. */
  readonly timeExponent: number
  /** K = Ω~(1) members = log^e k, rounded up. */
  readonly memberExponent: number
}

/**
 * The paper's own numbers if it gives them, and 1, 2 or 4 if any constant will do. Reconstructed.
 */
export const paperConstants: PaperConstants = {
  presenceExponent: 2,
  patchesPerFeature: 2,
  patchExponent: 2,
  dimensionExponent: 3,
  featureNoiseExponent: 1.5,
  noiseExponent: 1,
  weakExponent: 0.01,
  otherExponent: 1,
  singleViewExponent: 1,
  sampleExponent: 1.2,
  largestOwnWeight: 2,
  leastOtherWeight: 0.3,
  weakSpread: 1,
  otherSpread: 0.5,
  neuronExponent: 2,
  power: 4,
  thresholdExponent: 1,
  stepExponent: 2,
  timeExponent: 2,
  memberExponent: 3,
}

/** The views of the paper: two of each class, of equal strength. */
export const alikeViews = { views: 2, viewFactors: [1] } as const

/**
 * The settings that the formulas give at k. The theorems are about these settings as k → ∞. At
 * every k that fits a computer they violate relations that the proofs need: ρ = k^{−0.01} is below
 * Γ = 1/log k only if log log k < 0.01 log k, which needs a k of about e^{647}. `checkDefinition`
 * names the violations in data drawn from them, and no claim uses them.
 *
 * @throws SettingError for q ≤ 2.
 * @example
 * paperRegime(10).patches // 100
 */
export const paperRegime = (
  classes: number,
  constants: PaperConstants = paperConstants,
): Settings & DenseSettings => {
  const c = constants
  const k = (exponent: number): number => pow(classes, exponent)
  const polylog = (exponent: number): number => pow(log(classes), exponent)
  const mu = k(-c.singleViewExponent)
  const rho = k(-c.weakExponent)
  const gamma = polylog(-c.otherExponent)
  const eta = k(-c.stepExponent)
  const featureNoise = k(-c.featureNoiseExponent)
  return {
    classes,
    ...alikeViews,
    patches: Math.round(k(c.patchExponent)),
    samples: Math.round(k(c.sampleExponent) / mu),
    singleViewFraction: mu,
    trainingDraw: 'independent',
    otherFeatureRate: Math.min(classes, polylog(c.presenceExponent)),
    patchesPerFeature: c.patchesPerFeature,
    patchesPerOtherFeature: 0,
    // All on the first patch: shares of an even split would make Σ z^q smaller than 1.
    weightSplit: 'first',
    ownWeight: [1, c.largestOwnWeight],
    weakViewWeight: [rho, c.weakSpread * rho],
    otherWeight: [c.leastOtherWeight, 0.4],
    singleViewOtherWeight: [c.otherSpread * gamma, gamma],
    featureNoise,
    noiseNorm: polylog(-c.noiseExponent),
    dimension: Math.round(k(c.dimensionExponent)),
    featureBasis: 'random',
    noiseSpan: 'all',
    backgroundNoiseNorm: featureNoise * classes,
    neurons: Math.min(classes, Math.ceil(polylog(c.neuronExponent))),
    power: c.power,
    threshold: polylog(-c.thresholdExponent),
    initialScale: formulaInitialScale(classes, c.power),
    model: 'limit',
    stepRule: 'constant',
    stepSize: eta,
    stepTolerance: 0.3,
    targetLoss: 1e-12,
    maxSteps: Math.round(k(c.timeExponent) / eta),
    targetMargin: 0,
    ...fullBatchDescent,
    members: Math.ceil(polylog(c.memberExponent)),
  }
}
