import type { LimitRun, Settings } from '@multiview/network'
import { unopposed } from '../../predictions/ensemble-error.ts'
import { asCheck, atLeast, type Claim, type Context, type Size, series, seriesOfDraws } from '../claim.ts'
import { measuredMean } from '../shared/measured-mean.ts'
import { type Model, membersOf, separateModels } from '../shared/models.ts'
import { shareOf } from '../shared/share.ts'
import { ofError } from '../shared/span.ts'
import { allPerfect, errorOf, type TestSizes, testModels } from '../shared/test-errors.ts'
import { figures } from './figure.ts'
import { text } from './text.ts'

const unit = 'model, each with its own data set'
const window = { low: 0.49, high: 0.51 }
/** The theorem is about each network: the share of them that is to lie inside the window. */
const leastInside = 0.9

interface Draws extends TestSizes {
  /** Models, each with its own data set; the control takes as many. */
  readonly models: number
}

/**
 * The 99% interval is at most ±0.002 wide around 0.499, in a window of [0.49, 0.51]. More neurons
 * and a smaller start than the regime's exclude two kinds of classes: those, rare, whose neurons
 * all start so low that training fits their samples by the noise first, and most of those that
 * learn both views.
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
      conditions: [allPerfect('models', models.runs)],
      checks: [
        asCheck(atLeast('lower limit of the share of models inside the window', inside.low, leastInside)),
      ],
      series: [
        seriesOfDraws('model-errors', 'error of each model', models.errors),
        series('share-inside-window', 'share of models inside the window', [0], [inside.value], {
          low: [inside.low],
          high: [inside.high],
        }),
      ],
      control: {
        measured: measuredMean(controls.errors, level, unit, span),
        conditions: [allPerfect('models', controls.runs)],
      },
    }
  },
}

const measureModels = async (
  { scheduler, seed, draws }: Context<Draws>,
  settings: Settings,
  name: string,
  count: number,
): Promise<{ errors: number[]; runs: LimitRun[] }> => {
  const models = await separateModels({ scheduler, settings, seed }, name, count)
  const errors = await Promise.all(
    models.map(async (model: Model) => {
      const request = { scheduler, settings, seed }
      return errorOf(await testModels(request, model.dataset, draws, membersOf([model])), settings)
    }),
  )
  return { errors, runs: models.map(({ run }) => run) }
}
