/**
 * Three ways to use several models of one data set: one of them alone, their ensemble, and all
 * trained as one average. Shared by the claims on the orderings of the paper's Figure 1.
 */

import { SettingError } from '@multiview/network'
import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { measuredRatio } from '../../estimates/measured-ratio.ts'
import { ofShare } from '../../estimates/span.ts'
import type { Condition, Estimate, Series } from '../../schema/types.ts'
import type { ClaimSettings, Context } from '../claim.ts'
import { equals, liesWithin, seriesOfDraws } from '../claim.ts'
import { type Group, membersOf, modelsByDataSet } from './models.ts'
import { errorOf, onTestSet, type TestSizes, testModels } from './test-errors.ts'

export interface ContrastDraws extends TestSizes {
  /** Data sets, each with models of its own. */
  readonly dataSets: number
}

/** Errors on one data set, in units of μ. */
export interface Contrast {
  /** Mean of the models alone. */
  readonly single: number
  readonly ensemble: number
  readonly average: number
}

export interface Contrasts {
  readonly each: readonly Contrast[]
  /** How many models and averages err somewhere on their training set. */
  readonly imperfect: number
}

type Request = Pick<Context<ContrastDraws>, 'scheduler' | 'settings' | 'seed' | 'draws'>

const initializationsOf = (dataset: number, members: number): string[] =>
  Array.from({ length: members }, (_, j) => `${dataset}/${j}`)

const testSetOf = (group: Group): string => `contrast on ${group.name}`

/** Errors of the models of a group alone, and of their ensemble. */
const errorsOfGroup = async (request: Request, group: Group): Promise<Omit<Contrast, 'average'>> => {
  const { errors } = await request.scheduler.run({
    ...onTestSet(request, testSetOf(group), request.draws),
    kind: 'partition',
    members: membersOf(group.models),
    sizes: [1, group.models.length],
    partitions: 1,
  })
  return { single: errors[0], ensemble: errors[1] }
}

/** The network, trained as the theory has it, without the trained average. */
export const ofEnsembles = async (
  request: Request,
  members: number,
): Promise<Omit<Contrast, 'average'>[]> => {
  const groups = await modelsByDataSet(request, request.draws.dataSets, members)
  return Promise.all(groups.map(group => errorsOfGroup(request, group)))
}

/** The network, trained as the theory has it, with the trained average. */
export const ofNetwork = async (request: Request, members: number): Promise<Contrasts> => {
  const { scheduler, settings, seed, draws } = request
  const groups = await modelsByDataSet(request, draws.dataSets, members)
  const results = await Promise.all(
    groups.map(async (group, d) => {
      const initializations = initializationsOf(d, members)
      const [alone, average] = await Promise.all([
        errorsOfGroup(request, group),
        scheduler.run({ kind: 'average', settings, seed, dataset: `${d}`, initializations }),
      ])
      const averaged = average.featureCorrelations.map((featureCorrelation, j) => ({
        initialization: initializations[j],
        featureCorrelation,
      }))
      const tested = await testModels(request, testSetOf(group), draws, averaged)
      const runs = [...group.models.map(({ run }) => run), average]
      return {
        contrast: {
          ...alone,
          average: errorOf(tested, settings),
        },
        imperfect: runs.filter(run => run.trainingErrors > 0).length,
      }
    }),
  )
  return {
    each: results.map(({ contrast }) => contrast),
    imperfect: results.reduce((total, { imperfect }) => total + imperfect, 0),
  }
}

/** The tangent-kernel models of these networks, on the same data sets. */
export const ofTangentKernel = async (
  { scheduler, settings, seed, draws }: Request,
  members: number,
): Promise<Contrasts> => {
  const each = await Promise.all(
    Array.from({ length: draws.dataSets }, (_, d) =>
      scheduler.run({
        kind: 'tangent',
        settings,
        seed,
        dataset: `${d}`,
        initializations: initializationsOf(d, members),
        singlePerCell: draws.testPerCell,
        multiPerClass: draws.testPerClass,
      }),
    ),
  )
  return { each, imperfect: each.reduce((total, { imperfect }) => total + imperfect, 0) }
}

const unit = 'data set'

/**
 * The share (e_1 − e_avg)/(e_1 − e_ens). Averaging after training removes e_1 − e_ens, and training
 * the average removes e_1 − e_avg.
 */
export const shareRemoved = ({ each }: Contrasts, level: number): Estimate =>
  measuredRatio(
    each.map(({ single, average }) => single - average),
    each.map(({ single, ensemble }) => single - ensemble),
    level,
    unit,
  )

/**
 * Error of the ensemble divided by that of its models alone, at most 1; the mean over data sets. If
 * no ensemble errs, the interval is exact.
 */
const errorLeft = ({ each }: Contrasts, level: number): Estimate =>
  measuredMeanOneSided(
    each.map(({ ensemble, single }) => (ensemble < single ? ensemble / single : 1)),
    level,
    unit,
    ofShare,
  )

/**
 * The conditions that the models fit their training sets, and that their ensemble leaves at most
 * this share of their error.
 */
export const contrastConditions = (contrasts: Contrasts, level: number, mostLeft: number): Condition[] => [
  equals('models and averages that err on their training set', contrasts.imperfect, 0),
  liesWithin('error of the ensemble over that of one model alone', errorLeft(contrasts, level), {
    low: null,
    high: mostLeft,
  }),
]

/** All three errors of every data set, in units of μ. */
export const contrastSeries = (name: string, { each }: Contrasts, isControl = false): Series[] => {
  const of = (words: string, key: keyof Contrast): Series =>
    seriesOfDraws(
      isControl ? `control-${key}` : key,
      `${isControl ? 'control, ' : ''}${name}: error of ${words}`,
      each.map(contrast => contrast[key]),
    )
  return [
    of('one model alone', 'single'),
    of('the ensemble', 'ensemble'),
    of('the trained average', 'average'),
  ]
}

/** Models with frozen features have no feature noise. */
export const needsNoFeatureNoise = ({ featureNoise }: ClaimSettings): void => {
  if (featureNoise !== 0) throw new SettingError('featureNoise', featureNoise, '0 for this claim')
}
