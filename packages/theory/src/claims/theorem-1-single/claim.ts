import type { Settings } from '@multiview/network'
import { errorInUnitsOfMu } from '../../plan/tasks/fresh-samples.ts'
import { unopposed } from '../../predictions/ensemble-error.ts'
import { asCheck, atLeast, type Claim, type Context, equals, type Size, series } from '../claim.ts'
import { measuredMean } from '../shared/measured-mean.ts'
import { type Model, membersOf, separateModels } from '../shared/models.ts'
import { shareOf } from '../shared/share.ts'
import { ofError } from '../shared/span.ts'
import { figures } from './figure.ts'
import { text } from './text.ts'

const unit = 'model, each with its own data set'
const window = { low: 0.49, high: 0.51 }
/** The theorem is about each network: the share of them that is to lie inside the window. */
const leastInside = 0.9

interface Draws {
  /** Models, each with its own data set; the control takes as many. */
  readonly models: number
  /** Fresh single-view samples of every (class, present view) … */
  readonly testPerCell: number
  /** … and multi-view samples of every class. */
  readonly testPerClass: number
}

/**
 * The 99% interval is at most ±0.002 wide around 0.499, in a window of [0.49, 0.51]. More neurons and a
 * smaller start than the regime's exclude two kinds of classes: those, rare, whose neurons all start so
 * low that training fits their samples by the noise first, and most of those that learn both views.
 */
const size = (models: number): Size<Draws> => ({
  regime: 'quick',
  settings: { neurons: 8, initialScale: 2.5e-4 },
  draws: { models, testPerCell: 100, testPerClass: 100 },
})

/** Theorem 1: a single model errs on half of the single-view data. */
export const theorem1Single: Claim<Draws> = {
  id: 'theorem-1-single',
  ...text,
  figures,
  unused: ['members'],
  bound: window,
  boundSource: 'theorem',
  presets: ['quick', 'standard', 'full'],
  sizes: { quick: size(64), standard: size(144), full: size(144) },

  async measure(context) {
    const { settings, draws, level } = context
    const span = ofError(settings)
    const withoutLottery: Settings = { ...settings, power: 2 }
    const [models, controls] = await Promise.all([
      measureModels(context, settings, 'single', draws.models),
      measureModels(context, withoutLottery, 'single, q = 2', draws.models),
    ])
    const count = models.errors.filter(error => error >= window.low && error <= window.high).length
    const inside = shareOf(count, draws.models, level)
    return {
      setting: { ...settings, models: draws.models, testPerCell: draws.testPerCell },
      measured: measuredMean(models.errors, level, unit, span),
      predicted: (1 - unopposed(settings.classes, settings.otherFeatureRate, 1)) / 2,
      conditions: [equals('models with training accuracy 1', models.perfect, draws.models)],
      checks: [
        asCheck(atLeast('lower limit of the share of models inside the window', inside.low, leastInside)),
      ],
      series: [
        series(
          'model-errors',
          'error of each model',
          models.errors.map((_, j) => j),
          models.errors,
        ),
        series('share-inside-window', 'share of models inside the window', [0], [inside.value], {
          low: [inside.low],
          high: [inside.high],
        }),
      ],
      control: {
        measured: measuredMean(controls.errors, level, unit, span),
        conditions: [equals('models with training accuracy 1', controls.perfect, draws.models)],
      },
    }
  },
}

const measureModels = async (
  { laboratory, seed, draws }: Context<Draws>,
  settings: Settings,
  name: string,
  count: number,
): Promise<{ errors: number[]; perfect: number }> => {
  const models = await separateModels({ laboratory, settings, seed }, name, count)
  const errors = await Promise.all(
    models.map(async (model: Model) => {
      const result = await laboratory.run({
        kind: 'measure-errors',
        settings,
        seed,
        testSet: model.dataset,
        singlePerCell: draws.testPerCell,
        multiPerClass: draws.testPerClass,
        members: membersOf([model]),
      })
      return errorInUnitsOfMu(
        result.singleErrors / result.singles,
        result.multiErrors / result.multis,
        settings.singleViewFraction,
      )
    }),
  )
  return { errors, perfect: models.filter(({ run }) => run.trainingErrors === 0).length }
}
