import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { ofSize } from '../../estimates/span.ts'
import type { ApproximationResult } from '../../plan/tasks/approximation.ts'
import { mean } from '../../statistics/index.ts'
import { type Claim, type Context, type Size, series, seriesOfOne } from '../claim.ts'
import { type Group, membersOf, modelsByDataSet } from '../shared/models.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { allPerfect } from '../shared/test-errors.ts'
import { text } from './text.ts'

interface Draws {
  /** Data sets, each with two models. */
  readonly dataSets: number
  /** Fresh samples of every (class, present view), and multi-view ones of every class. */
  readonly testPerCell: number
}

/** The relative difference is 0.038 ± 0.001, against a bound of 0.1. */
const size = (dataSets: number): Size<Draws> => ({
  regime: 'limit',
  draws: { dataSets, testPerCell: 50 },
})

/** At the end the network is the sum over views that the proof says it is. */
export const functionApproximation: Claim<Draws> = {
  id: 'function-approximation',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train', 'approximation'],
  bound: { low: null, high: 0.1 },
  boundSource: 'chosen',
  presets: ['standard', 'full'],
  // Power (docs/power.md): full 1.00000.
  sizes: { quick: size(10), standard: size(30), full: size(30) },
  check: needsLottery,

  async measure(context) {
    const { settings, draws, level } = context
    const groups = await modelsByDataSet(context, draws.dataSets, 2)
    const [own, others] = await Promise.all([
      Promise.all(groups.map(group => approximate(context, group, 0))),
      Promise.all(groups.map(group => approximate(context, group, 1))),
    ])
    const relative = ({ distance, margin }: ApproximationResult): number => distance / margin
    const unit = 'data set, each with one model on it'
    const margin = mean(own.map(result => result.margin))
    const [first] = own
    return {
      setting: { ...settings, dataSets: draws.dataSets, testPerCell: draws.testPerCell },
      measured: measuredMeanOneSided(own.map(relative), level, unit, ofSize),
      predicted: offset(settings) / margin,
      conditions: [
        allPerfect(
          'models',
          groups.map(({ models }) => models[0].run),
        ),
      ],
      series: [
        series(
          'outputs',
          'F_i(X) against Σ Φ Z for the first samples of one model',
          first.shown.said,
          first.shown.output,
          {
            predicted: first.shown.said,
          },
        ),
        series(
          'control-outputs',
          'control: F_i(X) against the Σ Φ Z of another model',
          others[0].shown.said,
          others[0].shown.output,
        ),
        seriesOfOne('margin', 'typical margin', margin),
        seriesOfOne(
          'multi-view-difference',
          'relative difference on multi-view samples',
          mean(own.map(r => r.multi / r.margin)),
        ),
        seriesOfOne(
          'single-view-difference',
          'relative difference on single-view samples',
          mean(own.map(r => r.single / r.margin)),
        ),
      ],
      control: {
        measured: measuredMeanOneSided(others.map(relative), level, unit, ofSize),
        conditions: [],
      },
    }
  },
}

/** Outputs of the first model of a group against the Φ of one of them. */
const approximate = (
  { scheduler, settings, seed, draws }: Context<Draws>,
  { name, models }: Group,
  strengthsOf: number,
): Promise<ApproximationResult> =>
  scheduler.run({
    kind: 'approximation',
    settings,
    seed,
    testSet: name,
    perCell: draws.testPerCell,
    member: membersOf(models)[0],
    strengthsOf: models[strengthsOf].run.featureCorrelation,
  })

/**
 * (1 − 1/q)ϱ: the smoothed ReLU of a learned view is smaller than its preactivation by this much,
 * and one patch cannot differ by more. Most patches carry features that class i has not learned,
 * and do not differ. So the prediction is an upper limit.
 */
const offset = ({ power, threshold }: { power: number; threshold: number }): number =>
  (1 - 1 / power) * threshold
