import { averageOfWeights, type ReducedTeacher, SettingError } from '@multiview/network'
import { measuredMean } from '../../estimates/measured-mean.ts'
import { ofError } from '../../estimates/span.ts'
import type { Estimate } from '../../schema/types.ts'
import { mean } from '../../statistics/index.ts'
import {
  asCheck,
  atMost,
  type Claim,
  type ClaimSettings,
  type Context,
  type Size,
  series,
  seriesOfEstimates,
} from '../claim.ts'
import {
  type BeyondDraws,
  beyondDraws,
  errorOfViewsOf,
  needsReduced,
  networksOf,
  teachersOf,
  testEach,
} from '../shared/distilled.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { allPerfect, errorOf } from '../shared/test-errors.ts'
import { text } from './text.ts'

/** The number of networks of the average that is judged. */
const judged = 4

/** Four networks leave 2^−4. The bound is what one network more and one fewer would leave. */
const lawOf = (members: number): number => 1 / 2 ** members
const bound = { low: lawOf(judged + 1), high: lawOf(judged - 1) }

/**
 * The error of a data set, over eight groups of four of its 8 networks, has a standard deviation of
 * 20% of the law. So ten data sets give an interval with a half width of 22%.
 */
const size: Size<BeyondDraws> = { regime: 'theorems', draws: beyondDraws }

const unit = 'data set (mean over groups of its networks)'

/** Averaged weights classify as averaged outputs do. */
export const weightAverage: Claim<BeyondDraws> = {
  id: 'weight-average',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced', 'measure-reduced-errors'],
  uses: ['members'],
  bound,
  boundSource: 'chosen',
  presets: ['beyond'],
  sizes: { beyond: size },
  check: needsAverage,

  async measure(context) {
    const { settings, draws, level } = context
    const networks = networksOf(draws, settings)
    const counts = [1, 2, judged, networks].filter(
      (count, at, all) => count <= networks && all.indexOf(count) === at,
    )
    const sets = await Promise.all(
      Array.from({ length: draws.dataSets }, (_, d) => averagesOf(context, d, networks, counts)),
    )
    const estimate = (of: (set: Averages) => number): Estimate =>
      measuredMean(sets.map(of), level, unit, ofError(settings))
    const ofWeights = counts.map((_, at) => estimate(({ weights }) => weights[at]))
    const ofOutputs = counts.map((_, at) => estimate(({ outputs }) => outputs[at]))
    const before = estimate(({ beforeTraining }) => beforeTraining)
    const at = counts.indexOf(judged)
    const farthest = sets.reduce(
      (most, { weights, outputs }) => Math.max(most, Math.abs(weights[at] - outputs[at])),
      0,
    )
    return {
      setting: {
        ...settings,
        averaged: judged,
        dataSets: draws.dataSets,
        networks,
        testPerCell: draws.testPerCell,
      },
      measured: ofWeights[at],
      predicted: mean(sets.map(({ expected }) => expected[at])),
      conditions: [
        allPerfect(
          'networks',
          sets.flatMap(({ trained }) => trained),
        ),
      ],
      checks: [
        asCheck(
          atMost(
            'largest difference between the errors of averaged weights and of averaged outputs on one data set',
            farthest,
            0.01,
          ),
        ),
      ],
      series: [
        seriesOfEstimates(
          'error-by-averaged',
          'error of averaged weights',
          counts,
          ofWeights,
          counts.map((_, at) => mean(sets.map(({ expected }) => expected[at]))),
        ),
        series('law-of-averaged', '2^-L', counts, counts.map(lawOf)),
        seriesOfEstimates('outputs-by-averaged', 'error of averaged outputs', counts, ofOutputs),
        seriesOfEstimates(
          'control-error-by-averaged',
          'control: averaged before training',
          [judged],
          [before],
        ),
      ],
      control: { measured: before, conditions: [] },
    }
  },
}

function needsAverage(settings: ClaimSettings): void {
  needsLottery(settings)
  needsReduced(settings)
  if (settings.members < judged)
    throw new SettingError(
      'members',
      settings.members,
      `at least ${judged} for this claim, which averages ${judged} networks`,
    )
}

/** Errors on one data set, in units of μ, for each number of networks; means over the groups. */
interface Averages {
  readonly weights: readonly number[]
  readonly outputs: readonly number[]
  /** The errors that the views of the networks lead to expect. */
  readonly expected: readonly number[]
  /** The error of the network whose start is the average of the starts. */
  readonly beforeTraining: number
  readonly trained: readonly ReducedTeacher[]
}

const averagesOf = async (
  context: Context<BeyondDraws>,
  dataSet: number,
  count: number,
  counts: readonly number[],
): Promise<Averages> => {
  const { scheduler, settings, seed, draws } = context
  const [networks, averagedBefore] = await Promise.all([
    teachersOf(context, dataSet, count),
    // An average of L starts is a start that is smaller by √L.
    scheduler.run({
      kind: 'train-reduced',
      settings: { ...settings, initialScale: settings.initialScale / Math.sqrt(judged) },
      names: { seed, dataset: `${dataSet}`, initialization: `averaged starts ${dataSet}` },
    }),
  ])
  const groups = counts.map(members => ring(networks, members))
  const tests = await testEach(context, `averages on data set ${dataSet}`, draws, [
    ...groups.flatMap(each => each.map(group => [averageOfWeights(group)])),
    ...groups.flat(),
    [averagedBefore],
  ])
  const errors = tests.map(test => errorOf(test, settings))
  let next = 0
  const means = () =>
    groups.map(({ length }) => {
      next += length
      return mean(errors.slice(next - length, next))
    })
  return {
    weights: means(),
    outputs: means(),
    expected: groups.map(each => mean(each.map(group => errorOfViewsOf(group, settings)))),
    beforeTraining: errors[next],
    trained: [...networks, averagedBefore],
  }
}

/** Groups of networks that are neighbours in a ring. One group begins at each network. */
const ring = <T>(networks: readonly T[], members: number): T[][] =>
  members === networks.length
    ? [[...networks]]
    : networks.map((_, first) =>
        Array.from({ length: members }, (_, j) => networks[(first + j) % networks.length]),
      )
