import { learnedViews } from '@multiview/network'
import { errorLimits } from '../../estimates/error-limits.ts'
import { worst } from '../../estimates/several.ts'
import { shareOf } from '../../estimates/share.ts'
import type { ErrorCounts } from '../../plan/tasks/fresh-samples.ts'
import { expectedEnsembleError } from '../../predictions/ensemble-error.ts'
import { expectedWeakViews } from '../../predictions/weak-views.ts'
import { levelOfEach, mean, sum } from '../../statistics/index.ts'
import {
  type Claim,
  type Context,
  drawsOfPoints,
  equals,
  type Size,
  seriesOfDraws,
  seriesOfEstimates,
  seriesOfOne,
} from '../claim.ts'
import { departuresFromDefinition } from '../shared/definition.ts'
import { ensembles, ensemblesOfOneStart, type Group, needsReduced, testReduced } from '../shared/distilled.ts'
import { tuningOdds } from '../shared/odds.ts'
import { type Samples, sizesOf } from '../shared/test-errors.ts'
import { text } from './text.ts'

interface Draws extends Samples {
  /**
   * Ensembles of `members` models, each on its own data set: the first ones of `sharedDataSets`.
   */
  readonly ensembles: number
}

/**
 * An ensemble errs if too few of its members know a view. The share that has to know it was
 * measured on seed 5003, with networks that do and do not know a view in a given proportion: at k =
 * 40 samples fail below 1/7, at k = 100 below 1/11. `risks` says how often fewer members know a
 * view. The numbers of members were chosen by it.
 *
 * The limits of all ensembles hold together at the claim's level. That of an ensemble without an
 * error on these test sets is about 0.0009μ.
 */
const size = (ensembles: number, singles: number): Size<Draws> => ({
  regime: 'theorems',
  draws: { ensembles, singles },
})

const leastShareKnowing = (classes: number): number => (classes < 100 ? 1 / 7 : 1 / 11)

/** Data sets of the tuning seed that the risk is averaged over. */
const dataSetsOfRisk = 10

/**
 * Weights and labels of Definition 1. An error on multi-view data counts (1 − μ)/μ = 17 times; in
 * `quick` it counts 5 times. With 44,000 single-view samples one such error would put the limit of
 * an ensemble above the bound; with 110,000 six of them do not.
 */
const fullSize: Size<Draws> = { ...size(4, 110_000), settings: { classes: 100 } }

const bound = { low: null, high: 0.001 }

/** Theorem 2: an ensemble of independently initialized models hardly errs. */
export const theorem2Ensemble: Claim<Draws> = {
  id: 'theorem-2-ensemble',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced', 'measure-reduced-errors'],
  uses: ['members'],
  bound,
  boundSource: 'theorem',
  presets: ['quick', 'standard', 'full'],
  // Power (docs/power.md): quick 0.99889, full 0.99950.
  sizes: { quick: size(3, 24_000), standard: size(4, 27_200), full: fullSize },
  check: needsReduced,
  risks: (settings, draws) => {
    const { classes, members } = settings
    const least = Math.ceil(members * leastShareKnowing(classes))
    const each = tuningOdds(settings, dataSetsOfRisk).map(odds => expectedWeakViews(odds, members, least))
    return [
      {
        what: `a view that fewer than ${least} of the ${members} members of an ensemble know`,
        probability: draws.ensembles * mean(each),
      },
    ]
  },

  async measure(context) {
    const { settings, draws } = context
    const [groups, shared] = await Promise.all([
      ensembles(context, draws.ensembles, settings.members),
      ensemblesOfOneStart(context, 1, settings.members),
    ])
    // All limits of all ensembles hold at once at the claim's level.
    const level = levelOfEach(context.level, 2 * draws.ensembles)
    const results = await Promise.all(groups.map(group => testEnsemble(context, group)))
    const limits = results.map(result => errorLimits(result, settings, level))
    const controlLimits = errorLimits(await testEnsemble(context, shared[0]), settings, level)
    return {
      setting: {
        ...settings,
        ensembles: draws.ensembles,
        singleViewSamples: results[0].singles,
        multiViewSamples: results[0].multis,
      },
      measured: worst(limits, level, 'ensemble'),
      predicted: expectedEnsembleError(
        Array.from({ length: settings.classes }, () => 0.5),
        settings.members,
        settings.otherFeatureRate,
      ),
      conditions: [
        equals('ensembles with training accuracy 1', groups.filter(isPerfect).length, draws.ensembles),
      ],
      checks: departuresFromDefinition(settings, context.seed),
      series: [
        seriesOfDraws(
          'ensemble-limits',
          'upper limit of each ensemble',
          limits.map(limit => limit.value),
          { high: limits.map(limit => limit.high), ...drawsOfPoints(limits) },
        ),
        seriesOfEstimates(
          'share-inside',
          'share of the ensembles with a limit of at most 0.001μ',
          [0],
          [shareOf(limits.filter(({ high }) => high <= bound.high).length, draws.ensembles, context.level)],
        ),
        seriesOfOne(
          'share-uncovered',
          'share of classes with a view that no member learned',
          sum(groups.map(uncoveredClasses)) / (groups.length * settings.classes),
        ),
      ],
      control: {
        measured: { ...controlLimits, method: 'clopper-pearson', level, n: 1, unit: 'ensemble' },
        conditions: [equals('ensembles with training accuracy 1', shared.filter(isPerfect).length, 1)],
      },
    }
  },
}

const testEnsemble = (context: Context<Draws>, group: Group): Promise<ErrorCounts> =>
  testReduced(context, `ensemble on ${group.name}`, sizesOf(context.draws, context.settings), group.networks)

/**
 * Whether every member is right on every training sample. Then the average of their outputs is
 * right, too.
 */
const isPerfect = (group: Group): boolean =>
  group.networks.every(({ trainingErrors }) => trainingErrors === 0)

const uncoveredClasses = ({ networks }: Group): number => {
  const views = networks.map(({ strength }) => learnedViews(strength))
  return views[0].filter((view, i) => views.every(learned => learned[i] === view)).length
}
