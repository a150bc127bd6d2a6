/**
 * Teachers, students and their errors in regime `theorems`: shared by the claims on Theorems 3 and 4
 * and on dark knowledge.
 */

import {
  type DistillationSettings,
  learnedBoth,
  type ReducedRun,
  type ReducedTeacher,
  SettingError,
  type Settings,
} from '@multiview/network'
import type { ReducedErrorCounts } from '../../plan/tasks/measure-reduced-errors.ts'
import type { PresetName } from '../../presets.ts'
import type { ClaimSettings, Context } from '../claim.ts'
import { needsLottery } from './needs-lottery.ts'
import { onTestSet, type TestSizes } from './test-errors.ts'

/**
 * Data sets, each with networks of its own. Theorem 4 and dark knowledge read the same networks, and
 * Theorem 3 those of the first data sets, so that the number stands here once.
 */
export const taughtDataSets: Readonly<Record<PresetName, number>> = { quick: 12, standard: 12, full: 12 }

export type Taught = Settings & DistillationSettings

/**
 * @throws SettingError for a regime without distillation, and for settings that the reduced model
 *   does not have.
 */
export function needsDistillation(settings: ClaimSettings): asserts settings is ClaimSettings & Taught {
  needsLottery(settings)
  for (const name of ['temperature', 'distillationRate', 'teacherScale', 'targetReach'] as const)
    if (settings[name] === undefined)
      throw SettingError.without(
        name,
        'this claim trains students, and its settings lack this one; run it in regime theorems',
      )
  for (const name of ['featureNoise', 'targetMargin'] as const)
    if (settings[name] !== 0)
      throw new SettingError(name, settings[name], '0 for claims and sweeps on distillation')
}

/** The context of a claim or of a cell of a sweep, with settings of distillation. */
export const taught = <C extends { readonly settings: ClaimSettings }>(
  context: C,
): C & { readonly settings: Taught } => {
  const { settings } = context
  needsDistillation(settings)
  return { ...context, settings }
}

type Request = Pick<Context, 'scheduler' | 'seed'> & { readonly settings: Taught }

/** The members of the ensemble of data set d. */
export const teachersOf = (
  { scheduler, settings, seed }: Request,
  dataSet: number,
  members: number,
): Promise<ReducedTeacher[]> =>
  Promise.all(
    Array.from({ length: members }, (_, j) =>
      scheduler.run({ kind: 'teach', settings, names: teacherNames(seed, dataSet, j) }),
    ),
  )

/** Names of member j of data set d. */
export const teacherNames = (seed: number, dataSet: number, j: number) => ({
  seed,
  dataset: `${dataSet}`,
  initialization: `${dataSet}/${j}`,
})

/** Outputs of the ensemble on its training set: their average. */
export const averageOutputs = (members: readonly ReducedTeacher[]): Float64Array =>
  members[0].outputs.map(
    (_, at) => members.reduce((sum, { outputs }) => sum + outputs[at], 0) / members.length,
  )

type Tested = Pick<ReducedRun, 'own' | 'promoted' | 'largestIdle'>

/** Errors of the average of some models on fresh samples. */
export const testReduced = (
  request: Request,
  testSet: string,
  sizes: TestSizes,
  members: readonly Tested[],
): Promise<ReducedErrorCounts> =>
  request.scheduler.run({
    kind: 'measure-reduced-errors',
    ...onTestSet(request, testSet, sizes),
    members: members.map(({ own, promoted, largestIdle }) => ({ own, promoted, largestIdle })),
  })

/** Share of the classes of which a network has both views. */
export const shareOfBoth = (strength: Float64Array): number => {
  const both = learnedBoth(strength)
  return both.filter(Boolean).length / both.length
}

/**
 * How many neurons of a network grew on a feature of another class; `promoted` has four numbers of
 * each.
 */
export const wrongNeurons = ({ promoted }: Pick<ReducedRun, 'promoted'>): number => promoted.length / 4
