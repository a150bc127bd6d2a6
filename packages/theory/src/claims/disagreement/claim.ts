import { learnedEach, type ReducedTeacher } from '@multiview/network'
import { measuredMean } from '../../estimates/measured-mean.ts'
import type { Disagreement } from '../../plan/tasks/disagreement.ts'
import { expectedDisagreement } from '../../predictions/disagreement.ts'
import type { Estimate } from '../../schema/types.ts'
import { mean } from '../../statistics/index.ts'
import { type Claim, type Context, liesWithin, type Size, seriesOfDraws } from '../claim.ts'
import {
  type BeyondDraws,
  beyondDraws,
  ensembles,
  ensemblesOfOneStart,
  errorOfViewsOf,
  type Group,
  needsReduced,
  networksOf,
  tested,
} from '../shared/distilled.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { subsetsOf } from '../shared/subsets.ts'
import { allPerfect, onTestSet } from '../shared/test-errors.ts'
import { text } from './text.ts'

/** All pairs of the networks of a data set are compared. */
interface Draws extends BeyondDraws {
  /** The control: how many initializations, and the networks that share one. */
  readonly sharedInitializations: number
  readonly sharedMembers: number
}

/**
 * The ratio of one data set, over all pairs of 8 networks, has a standard deviation of 0.02. So ten
 * data sets give an interval with a half width of 0.02.
 */
const size: Size<Draws> = {
  regime: 'theorems',
  draws: { ...beyondDraws, sharedInitializations: 8, sharedMembers: 2 },
}

/**
 * Two networks differ at least 4/3 times as often as one errs, if both rank the competing classes
 * alike. They differ at most 3/2 times as often, if they never name the same wrong class. At k = 40
 * a sample shows both views of some classes. Both networks know such a class, which takes 0.03 from
 * 4/3.
 */
const bound = { low: 1.3, high: 1.5 }
/** How far the disagreement may lie from what the networks' views and strengths lead to expect. */
const precision = 0.01

const unit = 'data set (all pairs of its networks)'
/** Two networks differ only where one of them errs, so the ratio is at most 2. */
const span = { low: 0, high: 2 }

/** On single-view data networks disagree more often than they err. */
export const disagreement: Claim<Draws> = {
  id: 'disagreement',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced', 'disagreement'],
  uses: ['members'],
  bound,
  boundSource: 'chosen',
  presets: ['beyond'],
  sizes: { beyond: size },
  check(settings) {
    needsLottery(settings)
    needsReduced(settings)
  },

  async measure(context) {
    const { settings, draws, level } = context
    const networks = networksOf(draws, settings)
    const [groups, shared] = await Promise.all([
      ensembles(context, draws.dataSets, networks),
      ensemblesOfOneStart(context, draws.sharedInitializations, draws.sharedMembers),
    ])
    const [found, ofShared] = await Promise.all([compared(context, groups), compared(context, shared)])
    const expected = groups.map(group => expectedOf(group, settings))
    const ratio = (all: readonly Disagreement[], of: string): Estimate =>
      measuredMean(all.map(ratioOf), level, of, span)
    return {
      setting: { ...settings, dataSets: draws.dataSets, networks, testPerCell: draws.testPerCell },
      measured: ratio(found, unit),
      predicted: mean(expected.map(({ disagreement, error }) => disagreement / error)),
      conditions: [
        liesWithin(
          'disagreement on single-view samples, less what the views and strengths of the networks lead to expect',
          measuredMean(
            found.map(({ onSingleView }, d) => onSingleView - expected[d].disagreement),
            level,
            unit,
            { low: -1, high: 1 },
          ),
          { low: -precision, high: precision },
        ),
        allPerfect(
          'networks',
          groups.flatMap(group => group.networks),
        ),
      ],
      series: [
        seriesOfDraws('ratios', 'disagreement over error', found.map(ratioOf), {
          predicted: expected.map(({ disagreement, error }) => disagreement / error),
        }),
        seriesOfDraws('control-ratios', 'control: disagreement over error', ofShared.map(ratioOf)),
        seriesOfDraws(
          'errors',
          'error of one network',
          found.map(({ error }) => error),
          { predicted: expected.map(({ error }) => error) },
        ),
        seriesOfDraws(
          'disagreements',
          'disagreement of two networks on single-view samples',
          found.map(({ onSingleView }) => onSingleView),
          { predicted: expected.map(({ disagreement }) => disagreement) },
        ),
      ],
      control: { measured: ratio(ofShared, 'initialization'), conditions: [] },
    }
  },
}

const ratioOf = ({ disagreement, error }: Disagreement): number => disagreement / error

const compared = (context: Context<Draws>, groups: readonly Group[]): Promise<Disagreement[]> =>
  Promise.all(
    groups.map(({ name, networks }) =>
      context.scheduler.run({
        kind: 'disagreement',
        ...onTestSet(context, `disagreement on ${name}`, context.draws),
        networks: networks.map(tested),
      }),
    ),
  )

/** What is expected of a group on single-view samples: the mean over its networks and pairs. */
const expectedOf = ({ networks }: Group, settings: Context['settings']) => {
  const learned = networks.map(learnedStrength)
  return {
    disagreement: mean(subsetsOf(learned, 2).map(([f, g]) => expectedDisagreement(f, g, settings))),
    error: mean(networks.map(network => errorOfViewsOf([network], settings))),
  }
}

/** Λ of each view that a network has learned, and 0 for the other views, [2k]. */
const learnedStrength = ({ strength }: ReducedTeacher): Float64Array => {
  const learned = learnedEach(strength)
  return strength.map((value, v) => (learned[v] ? value : 0))
}
