import {
  handicap,
  learnedBoth,
  learnedViews,
  lotteryMargin,
  lotteryWinners,
  type ReducedTeacher,
  SettingError,
  trainingSetOf,
  viewPower,
} from '@multiview/network'
import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { ofShare } from '../../estimates/span.ts'
import type { Series } from '../../schema/types.ts'
import { mean } from '../../statistics/index.ts'
import { type Claim, type Context, type Size, series, seriesOfOne } from '../claim.ts'
import { departuresFromDefinition } from '../shared/definition.ts'
import {
  ensembles,
  type Group,
  needsReduced,
  sharedDataSets,
  sharedNetworks,
  teacherNames,
} from '../shared/distilled.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { text } from './text.ts'

interface Draws {
  readonly dataSets: number
}

/**
 * The networks of the ensemble law. On tuning seeds 5001 and 5002 the predicted view was learned in
 * 96.7% of the 1,222 classes of M.
 */
const size = (dataSets: number): Size<Draws> => ({
  regime: 'theorems',
  draws: { dataSets },
})

const shownRaces = 4

/** The lottery-winning set M: the view that leads at initialization is the view that is learned. */
export const lotteryWinningSet: Claim<Draws> = {
  id: 'lottery-winning-set',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced'],
  uses: ['members'],
  bound: { low: 0.95, high: null },
  boundSource: 'chosen',
  presets: ['quick', 'standard', 'full'],
  // Power (docs/power.md): quick 1.00000, full 1.00000.
  sizes: {
    quick: size(sharedDataSets.quick),
    standard: size(sharedDataSets.standard),
    full: size(sharedDataSets.full),
  },
  check(settings) {
    needsLottery(settings)
    needsReduced(settings)
    if (settings.members < 2)
      throw new SettingError(
        'members',
        settings.members,
        'at least 2 for this claim: its control compares two models',
      )
  },

  async measure(context) {
    const { settings, draws, level } = context
    const [groups, { race }] = await Promise.all([
      ensembles(context, draws.dataSets, sharedNetworks(settings)),
      context.scheduler.run({
        kind: 'train-reduced',
        settings,
        names: teacherNames(context.seed, 0, 0),
        raceInterval: 1,
      }),
    ])
    const tallies = groups.map((group, d) => tally(context, group, d))
    const shareOf = (right: keyof Tally, of: keyof Tally): number[] =>
      tallies.map(each => each[right] / each[of])
    const share = (role: string, name: string, right: keyof Tally, of: keyof Tally): Series =>
      seriesOfOne(role, name, mean(shareOf(right, of)))
    const unit = 'data set, each with its share over classes and models'
    return {
      setting: {
        ...settings,
        dataSets: draws.dataSets,
        networks: sharedNetworks(settings),
        margin: lotteryMargin(settings.neurons),
      },
      measured: measuredMeanOneSided(shareOf('rightInM', 'inM'), level, unit, ofShare),
      predicted: 1,
      conditions: [],
      checks: departuresFromDefinition(settings, context.seed),
      series: [
        share('rule-stronger-start', 'the stronger start, all classes', 'rightByStrength', 'classes'),
        share('share-in-m', 'share of classes in M', 'inM', 'classes'),
        share('share-both-views', 'share of classes that learned both views', 'both', 'classes'),
        ...raceSeries(race),
      ],
      control: {
        measured: measuredMeanOneSided(shareOf('rightInOther', 'inOther'), level, unit, ofShare),
        conditions: [],
      },
    }
  },
}

/** Counts over the classes and models of one data set. */
interface Tally {
  readonly classes: number
  readonly both: number
  readonly rightByStrength: number
  readonly inM: number
  readonly rightInM: number
  readonly inOther: number
  readonly rightInOther: number
}

const tally = ({ settings, seed }: Context, { networks }: Group, dataSet: number): Tally => {
  const data = trainingSetOf(settings, { seed, dataset: `${dataSet}` })
  const handicaps = handicap(viewPower(data, settings.power, 'multi-view'), settings.power)
  const level = handicaps.map(() => 1)
  const margin = lotteryMargin(settings.neurons)
  const total = { classes: 0, both: 0, rightByStrength: 0, inM: 0, rightInM: 0, inOther: 0, rightInOther: 0 }
  networks.forEach((network, j) => {
    const learned = learnedViews(network.strength)
    const stronger = lotteryWinners(network.initialStrength, level, 1)
    const winners = lotteryWinners(network.initialStrength, handicaps, margin)
    const others = lotteryWinners(networks[(j + 1) % networks.length].initialStrength, handicaps, margin)
    const both = learnedBoth(network.strength)
    learned.forEach((view, i) => {
      total.classes++
      if (both[i]) total.both++
      if (stronger[i] === view) total.rightByStrength++
      if (winners[i] !== null) total.inM++
      if (winners[i] === view) total.rightInM++
      if (others[i] !== null) total.inOther++
      if (others[i] === view) total.rightInOther++
    })
  })
  return total
}

/** Λ_{i,ℓ} against the step for the first classes of the model whose race was recorded. */
const raceSeries = (race: ReducedTeacher['race']): Series[] => {
  if (race === null) return []
  const classes = Math.min(shownRaces, (race.strength[0]?.length ?? 0) / 2)
  return Array.from({ length: 2 * classes }, (_, feature) =>
    series(
      `race-class-${Math.floor(feature / 2)}-view-${(feature % 2) + 1}`,
      `race class ${Math.floor(feature / 2)} view ${(feature % 2) + 1}`,
      race.step,
      race.strength.map(strength => strength[feature]),
    ),
  )
}
