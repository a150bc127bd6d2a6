/** Errors of trained models on fresh samples, and the condition that they have none in training. */

import { featureCount, type Settings } from '@multiview/network'
import { type ErrorCounts, errorInUnitsOfMu, type Member } from '../../plan/tasks/fresh-samples.ts'
import type { Condition } from '../../schema/types.ts'
import { type Context, equals } from '../claim.ts'

export interface TestSizes {
  /** Fresh single-view samples of each class and present view. */
  readonly testPerCell: number
  /** Fresh multi-view samples of each class. */
  readonly testPerClass: number
}

/** About how many single-view samples a test set has in all. */
export interface Samples {
  readonly singles: number
}

/**
 * Equally many samples of each class and view. There are at least as many single-view samples as
 * asked for. An error on a multi-view sample counts w = (1−μ)/μ times. So there are √w times as
 * many multi-view samples: with this ratio the fewest samples give a certain limit of the error.
 */
export const sizesOf = (
  { singles }: Samples,
  settings: Pick<Settings, 'classes' | 'views' | 'singleViewFraction'>,
): TestSizes => {
  const { classes, singleViewFraction } = settings
  const multis = singles * Math.sqrt((1 - singleViewFraction) / singleViewFraction)
  return {
    testPerCell: Math.ceil(singles / featureCount(settings)),
    testPerClass: Math.ceil(multis / classes),
  }
}

/** The test set that a task draws, as the task names it. */
export const onTestSet = <S extends Settings>(
  { settings, seed }: { readonly settings: S; readonly seed: number },
  testSet: string,
  { testPerCell, testPerClass }: TestSizes,
) => ({ settings, seed, testSet, singlePerCell: testPerCell, multiPerClass: testPerClass })

/** Errors of the average of some models on fresh samples. */
export const testModels = (
  request: Pick<Context, 'scheduler' | 'settings' | 'seed'>,
  testSet: string,
  sizes: TestSizes,
  members: readonly Member[],
): Promise<ErrorCounts> =>
  request.scheduler.run({ kind: 'measure-errors', ...onTestSet(request, testSet, sizes), members })

/** The error of a test in units of μ. */
export const errorOf = (result: ErrorCounts, { singleViewFraction }: Settings): number =>
  errorInUnitsOfMu(
    result.singleErrors / result.singles,
    result.multiErrors / result.multis,
    singleViewFraction,
  )

/** The condition that each of these networks classifies its whole training set correctly. */
export const allPerfect = (
  networks: string,
  runs: readonly { readonly trainingErrors: number }[],
): Condition =>
  equals(
    `${networks} with training accuracy 1`,
    runs.filter(({ trainingErrors }) => trainingErrors === 0).length,
    runs.length,
  )
