/**
 * Networks, ensembles and students of the reduced model, and their errors: shared by the claims
 * that regime `theorems` runs.
 */

import {
  checkReducedSettings,
  type DistillationSettings,
  learnedBoth,
  learnedEach,
  type ReducedRun,
  type ReducedTeacher,
  SettingError,
  type Settings,
} from '@multiview/network'
import { namesOf } from '@multiview/network/mixture'
import { pow } from '@multiview/tensor/math'
import { readable } from '../../numbers.ts'
import type { ReducedErrorCounts } from '../../plan/tasks/measure-reduced-errors.ts'
import { errorOfViews } from '../../predictions/ensemble-error.ts'
import type { PresetName } from '../../presets.ts'
import type { ClaimSettings, Context } from '../claim.ts'
import { needsLottery } from './needs-lottery.ts'
import { onTestSet, type TestSizes } from './test-errors.ts'

/**
 * Data sets, each with networks of its own. The ensemble law, the lottery, Theorem 4 and dark
 * knowledge read the same networks. Theorems 2 and 3 read whole ensembles of the first data sets.
 * So the numbers are set here once.
 */
export const sharedDataSets = { quick: 12, standard: 18, full: 18, beyond: 10 } as const satisfies Partial<
  Record<PresetName, number>
>
/** Networks of each data set: at most as many as an ensemble has members. */
export const sharedNetworks = ({ members }: Pick<Settings, 'members'>): number => Math.min(members, 16)

/** What a claim of preset beyond draws from the networks that these claims share. */
export interface BeyondDraws extends TestSizes {
  /** Data sets, each with networks of its own. */
  readonly dataSets: number
  /** The most networks of each data set; `members` may be fewer. */
  readonly networks: number
}

/** Claims of preset beyond read smaller ensembles, so that 8 networks of each data set suffice. */
export const beyondDraws: BeyondDraws = {
  dataSets: sharedDataSets.beyond,
  networks: 8,
  testPerCell: 50,
  testPerClass: 50,
}

export const networksOf = (
  { networks }: Pick<BeyondDraws, 'networks'>,
  { members }: Pick<Settings, 'members'>,
): number => Math.min(networks, members)

export type Taught = Settings & DistillationSettings

/**
 * @throws SettingError for settings with which the networks of the theorems cannot be trained: with
 *   the reduced model, or with the limit model at small k.
 */
export const needsReduced = (settings: ClaimSettings): void => {
  const { model } = settings
  if (model === 'dense') throw new SettingError('model', model, 'reduced or limit for this claim')
  checkReducedSettings(settings, 'for this claim')
  if (model === 'reduced') checkGrowth(settings)
}

/**
 * The least σ_0^{q−2} at which networks are known to train. They do with 5e-9 at k = 1000, and at
 * k = 40 with 1e-9 for q = 3, 1e-8 for q = 4 and 3.4e-9 for q = 5. With 1e-11 a network of k = 40
 * takes 15 times as many rounds as with 1e-6.
 */
const leastGrowth = 2.5e-9

/**
 * @throws SettingError if training with separate steps for each class would take far too many
 * steps.
 */
const checkGrowth = ({ power, initialScale }: ClaimSettings): void => {
  if (power <= 2)
    throw new SettingError(
      'power',
      power,
      'above 2 in model reduced: all neurons grow at once at q = 2, and have to be computed; ' +
        'set model=limit and stepRule=adaptive as well',
    )
  if (pow(initialScale, power - 2) >= leastGrowth) return
  const least = readable(pow(leastGrowth, 1 / (power - 2)), 2)
  throw new SettingError(
    'initialScale',
    initialScale,
    `at least ${least} at q = ${power} for this claim: a correlation of this size takes a time of ` +
      `1/σ_0^(q−2) to grow, longer than networks are trained; set initialScale as well`,
  )
}

/**
 * @throws SettingError for a regime without distillation, and for settings that the reduced model
 *   does not have.
 */
export function needsDistillation(settings: ClaimSettings): asserts settings is ClaimSettings & Taught {
  needsLottery(settings)
  for (const name of namesOf('distillation'))
    if (settings[name] === undefined)
      throw SettingError.without(
        name,
        'this claim trains students, and its settings lack this one; run it in regime theorems',
      )
  needsReduced(settings)
}

/** The context of a claim or of a cell of a sweep, with settings of distillation. */
export const taught = <C extends { readonly settings: ClaimSettings }>(
  context: C,
): C & { readonly settings: Taught } => {
  const { settings } = context
  needsDistillation(settings)
  return { ...context, settings }
}

type Request = Pick<Context, 'scheduler' | 'seed'> & { readonly settings: Settings }

/** The members of the ensemble of data set d. */
export const teachersOf = (
  { scheduler, settings, seed }: Request,
  dataSet: number,
  members: number,
): Promise<ReducedTeacher[]> =>
  Promise.all(
    Array.from({ length: members }, (_, j) =>
      scheduler.run({ kind: 'train-reduced', settings, names: teacherNames(seed, dataSet, j) }),
    ),
  )

/** Names of member j of data set d. */
export const teacherNames = (seed: number, dataSet: number, j: number) => ({
  seed,
  dataset: `${dataSet}`,
  initialization: `${dataSet}/${j}`,
})

/** A group of trained networks. */
export interface Group {
  /** Names the group's test sets. */
  readonly name: string
  readonly networks: readonly ReducedTeacher[]
}

/** For each of `count` data sets, `members` networks that differ in their initialization alone. */
export const ensembles = (request: Request, count: number, members: number): Promise<Group[]> =>
  groups(count, async d => ({
    name: `data set ${d}`,
    networks: await teachersOf(request, d, members),
  }))

/**
 * The control of every claim on ensembles: networks that share one initialization and differ in
 * their data. (On the same data they would be identical.)
 */
export const ensemblesOfOneStart = (
  { scheduler, settings, seed }: Request,
  count: number,
  members: number,
): Promise<Group[]> =>
  groups(count, async g => ({
    name: `shared initialization ${g}`,
    networks: await Promise.all(
      Array.from({ length: members }, (_, j) =>
        scheduler.run({
          kind: 'train-reduced',
          settings,
          names: { seed, dataset: `shared ${g}/${j}`, initialization: `shared ${g}` },
        }),
      ),
    ),
  }))

const groups = (count: number, group: (at: number) => Promise<Group>): Promise<Group[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => group(at)))

/** Outputs of the ensemble on its training set: their average. */
export const averageOutputs = (members: readonly ReducedTeacher[]): Float64Array =>
  members[0].outputs.map(
    (_, at) => members.reduce((sum, { outputs }) => sum + outputs[at], 0) / members.length,
  )

type Tested = Pick<ReducedRun, 'own' | 'promoted' | 'largestIdle'>

/** The part of a network that its errors depend on. */
export const tested = ({ own, promoted, largestIdle }: Tested): Tested => ({ own, promoted, largestIdle })

/** Errors on fresh samples of the average of the networks of each ensemble. */
export const testEach = (
  request: Request,
  testSet: string,
  sizes: TestSizes,
  ensembles: readonly (readonly Tested[])[],
): Promise<readonly ReducedErrorCounts[]> =>
  request.scheduler.run({
    kind: 'measure-reduced-errors',
    ...onTestSet(request, testSet, sizes),
    ensembles: ensembles.map(members => members.map(tested)),
  })

/** The same for one ensemble. */
export const testReduced = async (
  request: Request,
  testSet: string,
  sizes: TestSizes,
  members: readonly Tested[],
): Promise<ReducedErrorCounts> => (await testEach(request, testSet, sizes, [members]))[0]

/** For each view, whether one of these networks learned it, [V·k]. */
export const someLearned = (networks: readonly Pick<ReducedRun, 'strength'>[], views = 2): boolean[] => {
  const each = networks.map(({ strength }) => learnedEach(strength, views))
  return each[0].map((_, v) => each.some(learned => learned[v]))
}

/** The error in units of μ that is expected of these networks together, from their views. */
export const errorOfViewsOf = (
  networks: readonly Pick<ReducedRun, 'strength'>[],
  { otherFeatureRate, views }: Pick<Settings, 'otherFeatureRate' | 'views'>,
): number => errorOfViews(someLearned(networks, views), otherFeatureRate, views)

/** A student, and the networks whose views its teacher has. */
export interface Lesson {
  readonly teachers: readonly Pick<ReducedRun, 'strength'>[]
  readonly before: Pick<ReducedRun, 'strength'>
  readonly after: Pick<ReducedRun, 'strength'>
}

/**
 * This looks at the classes of which teacher and student each had one view. It returns the share of
 * them in which the student ends with both views if and only if the two views differed.
 */
export const shareExplained = (lessons: readonly Lesson[]): number => {
  let right = 0
  let all = 0
  for (const { teachers, before, after } of lessons) {
    const taughtBy = someLearned(teachers)
    const had = learnedEach(before.strength)
    const has = learnedEach(after.strength)
    for (let v = 0; v < had.length; v += 2) {
      if (had[v] === had[v + 1] || taughtBy[v] === taughtBy[v + 1]) continue
      all++
      if ((has[v] && has[v + 1]) === (had[v] !== taughtBy[v])) right++
    }
  }
  return right / all
}

/** The least that `shareExplained` may be; chance gives a half. */
export const leastExplained = 0.55

/** Share of the classes of which a network has both views, or all of V. */
export const shareOfBoth = (strength: Float64Array, views = 2): number => {
  const both = learnedBoth(strength, views)
  return both.filter(Boolean).length / both.length
}

/**
 * How many neurons of a network grew on a feature of another class; `promoted` has four numbers for
 * each neuron.
 */
export const wrongNeurons = ({ promoted }: Pick<ReducedRun, 'promoted'>): number => promoted.length / 4
