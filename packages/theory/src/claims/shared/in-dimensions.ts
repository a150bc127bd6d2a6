/** Networks in R^d and their errors: shared by the claims on Theorems 1 and 2 there. */

import { type DenseSettings, SettingError, type Settings, withDenseSettings } from '@multiview/network'
import type { FreshErrors } from '@multiview/network/kernels'
import { groupLimits, type Limits } from '../../estimates/error-limits.ts'
import type { DenseErrorsResult, DenseErrorsTask } from '../../plan/tasks/dense-errors.ts'
import type { ClaimSettings, Context } from '../claim.ts'
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
  const groups = [
    { errors: unknownErrors, samples: unknown, weight: unknown / singles },
    { errors: knownErrors, samples: known, weight: known / singles },
    { errors: multiErrors, samples: multi, weight: (1 - singleViewFraction) / singleViewFraction },
  ]
  return groupLimits(
    groups.filter(({ samples }) => samples > 0),
    level,
  )
}
