/** Networks that train on mixed samples, each with a data set of its own. */

import { SettingError } from '@multiview/network'
import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { ofShare } from '../../estimates/span.ts'
import type { MixedResult, MixedTask } from '../../plan/tasks/mixed.ts'
import type { MixedSamples } from '../../plan/tasks/mixed-samples.ts'
import type { Estimate } from '../../schema/types.ts'
import type { ClaimSettings, Context } from '../claim.ts'
import { needsLottery } from './needs-lottery.ts'

/** `count` networks, network d on data set d. */
export const mixedNetworks = (
  { scheduler, settings, seed }: Pick<Context, 'scheduler' | 'settings' | 'seed'>,
  count: number,
  samples: MixedSamples,
  more: Pick<MixedTask, 'pairs' | 'viewSum' | 'testPerCell'>,
): Promise<MixedResult[]> =>
  Promise.all(
    Array.from({ length: count }, (_, d) =>
      scheduler.run({
        kind: 'mixed',
        settings,
        names: { seed, dataset: `${d}`, initialization: `${d}` },
        samples,
        ...more,
      }),
    ),
  )

/** The mean share over such networks, with one-sided limits. */
export const shareOfNetworks = (shares: readonly number[], level: number): Estimate =>
  measuredMeanOneSided(shares, level, 'network, each with its own data set', ofShare)

/**
 * A view counts as learned if at least this share of the fresh samples that show it alone is right.
 */
export const learnedFrom = 0.95

/** The share of classes of which a network has learned both views. */
export const shareOfBothRight = ({ right }: Pick<MixedResult, 'right'>): number => {
  const classes = right.length / 2
  let both = 0
  for (let i = 0; i < classes; i++) if (Math.min(right[2 * i], right[2 * i + 1]) >= learnedFrom) both++
  return both / classes
}

/** Claims on mixed samples need a lottery, one step for all classes, and no feature noise. */
export const needsMixing = (settings: ClaimSettings): void => {
  needsLottery(settings)
  const { featureNoise } = settings
  if (featureNoise !== 0) throw new SettingError('featureNoise', featureNoise, '0 for this claim')
}
