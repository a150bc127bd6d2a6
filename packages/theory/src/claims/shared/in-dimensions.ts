/** Networks in R^d and their errors: shared by the claims on Theorems 1 and 2 there. */

import { type DenseSettings, SettingError, type Settings, withDenseSettings } from '@multiview/network'
import type { FreshErrors } from '@multiview/network/kernels'
import type { DenseErrorsResult, DenseErrorsTask } from '../../plan/tasks/dense-errors.ts'
import { levelOfEach, proportionLimits } from '../../statistics/index.ts'
import type { ClaimSettings, Context } from '../claim.ts'
import type { Limits } from './error-limits.ts'
import type { TestSizes } from './test-errors.ts'

/**
 * Regime `dense` with noise in all directions, also along the features, with feature noise γ and
 * background noise of length γk as in Definition 1. It has more neurons than the regime. With 6
 * neurons a class sometimes starts so low that a network memorizes its samples before it learns a
 * view.
 */
export const inDimensions: Partial<ClaimSettings> = {
  dimension: 8192,
  noiseSpan: 'all',
  featureNoise: 0.005,
  backgroundNoiseNorm: 0.05,
  neurons: 10,
  members: 15,
}

/** @throws SettingError for features that differ between data sets. */
export const needsAxes = (settings: ClaimSettings): void => {
  const { featureBasis } = withDenseSettings(settings)
  if (featureBasis !== 'axes')
    throw new SettingError(
      'featureBasis',
      featureBasis,
      'axes for this claim, whose data sets share features',
    )
}

/** Errors of the average of networks with these names on a test set of their own. */
export const errorsInDimensions = (
  { scheduler, seed }: Pick<Context, 'scheduler' | 'seed'>,
  settings: ClaimSettings,
  testSet: string,
  { testPerCell, testPerClass }: TestSizes,
  members: DenseErrorsTask['members'],
): Promise<DenseErrorsResult> => {
  const inRd: Settings & DenseSettings = withDenseSettings(settings)
  return scheduler.run({
    kind: 'dense-errors',
    settings: inRd,
    seed,
    members,
    testSet,
    singlePerCell: testPerCell,
    multiPerClass: testPerClass,
  })
}

/**
 * Clopper–Pearson limits of an error, each at the level, in units of μ. Single-view samples form
 * two groups, by whether a network has learned their view. In one group nearly all fail, in the
 * other none. So the error of each group is known far better than that of the mixture.
 */
export const partwiseLimits = (
  errors: FreshErrors,
  { singleViewFraction }: Settings,
  level: number,
): Limits => {
  const { unknown, unknownErrors, known, knownErrors, multi, multiErrors } = errors
  const singles = unknown + known
  const parts = [
    { count: unknownErrors, n: unknown, weight: unknown / singles },
    { count: knownErrors, n: known, weight: known / singles },
    { count: multiErrors, n: multi, weight: (1 - singleViewFraction) / singleViewFraction },
  ].filter(({ n }) => n > 0)
  const each = parts.map(({ count, n, weight }) => ({
    weight,
    limits: proportionLimits(count, n, levelOfEach(level, parts.length)),
  }))
  const total = (of: keyof Limits): number =>
    each.reduce((sum, { weight, limits }) => sum + weight * limits[of], 0)
  return { value: total('value'), low: total('low'), high: total('high') }
}
