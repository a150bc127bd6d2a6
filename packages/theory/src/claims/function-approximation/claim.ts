import type { ApproximationResult } from '../../plan/tasks/approximation.ts'
import { mean } from '../../statistics/index.ts'
import { type Claim, type Context, equals, type Size, series } from '../claim.ts'
import { measuredMeanOneSided } from '../shared/measured-mean.ts'
import { type Group, membersOf, modelsByDataSet } from '../shared/models.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { ofSize } from '../shared/span.ts'
import { figures } from './figure.ts'
import { text } from './text.ts'

interface Draws {
  /** The first data sets of the ensemble law, and two models on each. */
  readonly dataSets: number
  /** Fresh samples of every (class, present view), and multi-view ones of every class. */
  readonly testPerCell: number
}

const size = (dataSets: number): Size<Draws> => ({
  regime: 'quick',
  draws: { dataSets, testPerCell: 50 },
})

/** At the end the network is the sum over views that the proof says it is. */
export const functionApproximation: Claim<Draws> = {
  id: 'function-approximation',
  ...text,
  figures,
  unused: ['members'],
  bound: { low: null, high: 0.1 },
  boundSource: 'chosen',
  presets: ['standard', 'full'],
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
        equals(
          'models with training accuracy 1',
          groups.filter(({ models }) => models[0].run.trainingErrors === 0).length,
          draws.dataSets,
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
        series('margin', 'typical margin', [0], [margin]),
        series(
          'multi-view-difference',
          'relative difference on multi-view samples',
          [0],
          [mean(own.map(r => r.multi / r.margin))],
        ),
        series(
          'single-view-difference',
          'relative difference on single-view samples',
          [0],
          [mean(own.map(r => r.single / r.margin))],
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
  { laboratory, settings, seed, draws }: Context<Draws>,
  { name, models }: Group,
  strengthsOf: number,
): Promise<ApproximationResult> =>
  laboratory.run({
    kind: 'approximation',
    settings,
    seed,
    testSet: name,
    perCell: draws.testPerCell,
    member: membersOf(models)[0],
    strengthsOf: models[strengthsOf].run.featureCorrelation,
  })

/**
 * (1 − 1/q)ϱ: by so much the smoothed ReLU of a learned view lies below its preactivation, and no difference of one patch is
 * larger. Most patches carry features that class i does not know and have none, so that the prediction is an upper end.
 */
const offset = ({ power, threshold }: { power: number; threshold: number }): number =>
  (1 - 1 / power) * threshold
