import { handicap, lotteryMargin, lotteryWinners, trainingSetOf, viewPower } from '@multiview/network'
import { log } from '@multiview/tensor/math'
import type { AnatomyResult } from '../plan/tasks/anatomy.ts'
import { levelIn, type PresetName } from '../presets.ts'
import { mean, median } from '../statistics/index.ts'
import { atLeast, type Claim, type ClaimSettings, type Context, equals, type Size, series } from './claim.ts'
import { measuredMeanOneSided } from './measured-mean.ts'
import { anatomies } from './models.ts'
import { needsLottery } from './needs-lottery.ts'

interface Draws {
  readonly models: number
  readonly level: number
  /** Models of the control. */
  readonly controls: number
}

const size = (preset: PresetName, models: number): Size<Draws> => ({
  regime: 'quick',
  draws: { models, level: levelIn(preset), controls: 8 },
})

/** In units of the largest of the 2k·k·m initial correlations that is to be expected. */
const multiple = 2
const keptShare = 0.9
/** Steps of the control: labels without features take long to fit, and a few hundred steps show it. */
const controlSteps = 2000

/** What is not learned stays where it was. */
export const offClassCorrelations: Claim<Draws> = {
  id: 'off-class-correlations',
  title: 'What a class does not learn stays at its initial size',
  statement:
    'All along the run ⟨w_{i,r}, v_{j,ℓ}⟩ with j ≠ i stays Õ(σ_0) and no ⟨w, v⟩ falls below −Õ(σ_0): at most twice σ_0 (2 ln 2k²m)^{1/2}, the ' +
    'size of the largest at the start. The losing view of a class of the lottery-winning set stays there too.',
  source: 'Allen-Zhu and Li, ICLR 2023, the induction hypotheses of the proof (reconstructed)',
  unused: ['members'],
  bound: { low: null, high: multiple },
  boundSource: 'chosen',
  presets: ['standard', 'full'],
  sizes: { quick: size('quick', 16), standard: size('standard', 24), full: size('full', 48) },
  check: needsLottery,

  async measure(context) {
    const { settings, draws } = context
    const [models, shuffled] = await Promise.all([
      anatomies(context, draws.models),
      anatomies({ ...context, settings: { ...settings, maxSteps: controlSteps } }, draws.controls, true),
    ])
    const scale = largestAtStart(settings)
    const reach = ({ largestOffClass, leastCorrelation }: AnatomyResult): number =>
      Math.max(largestOffClass, -leastCorrelation) / scale
    const unit = 'model, each with its own data set'
    const losingOfEach = models.map((model, j) =>
      losingViews(context, model, `anatomy ${j}`).map(x => x / scale),
    )
    const losing = losingOfEach.flat()
    return {
      setting: { ...settings, models: draws.models, modelsOfTheControl: draws.controls },
      measured: measuredMeanOneSided(models.map(reach), draws.level, unit),
      predicted: 1,
      conditions: [
        equals(
          'models with training accuracy 1',
          models.filter(model => model.trainingErrors === 0).length,
          draws.models,
        ),
        atLeast(
          `losing views of the lottery-winning set that end below the same ${multiple}, their share`,
          losing.filter(each => each <= multiple).length / losing.length,
          keptShare,
        ),
      ],
      series: [
        series(
          'farthest off-class correlation of each model, in units of the largest expected at the start',
          models.map((_, j) => j),
          models.map(reach),
          { predicted: models.map(() => 1) },
        ),
        series(
          'largest off-class correlation, mean over models',
          [0],
          [mean(models.map(model => model.largestOffClass / scale))],
        ),
        series(
          'least correlation, mean over models',
          [0],
          [mean(models.map(model => model.leastCorrelation / scale))],
        ),
        series('losing view at the end, median over classes', [0], [median(losing)]),
        series(
          'losing view at the end, median over the classes of each model',
          models.map((_, j) => j),
          losingOfEach.map(medianOrNone),
        ),
        series(
          'learned view at the end, median over the classes of each model',
          models.map((_, j) => j),
          models.map(model => median(learnedStrengths(model)) / scale),
        ),
        series(
          'control: farthest off-class correlation of each model',
          shuffled.map((_, j) => j),
          shuffled.map(reach),
        ),
      ],
      control: {
        id: 'shuffled-labels',
        statement:
          'Every sample gets the label of another one: features of other classes are then all there is to tell the samples apart.',
        measured: measuredMeanOneSided(shuffled.map(reach), draws.level, unit),
        conditions: [],
      },
    }
  },
}

/** σ_0 √(2 ln n), about the largest of n = 2k·k·m normal numbers. */
const largestAtStart = ({ classes, neurons, initialScale }: ClaimSettings): number =>
  initialScale * Math.sqrt(2 * log(2 * classes * classes * neurons))

/** Λ at the end of the view that loses, of every class that the lottery-winning set decides. */
const losingViews = ({ settings, seed }: Context<Draws>, model: AnatomyResult, dataset: string): number[] => {
  const data = trainingSetOf(settings, { seed, dataset })
  const handicaps = handicap(viewPower(data, settings.power, 'multi-view'), settings.power)
  const winners = lotteryWinners(model.initialStrength, handicaps, lotteryMargin(settings.neurons))
  return winners.flatMap((winner, i) => (winner === null ? [] : [model.finalStrength[2 * i + 2 - winner]]))
}

/** Λ at the end of the stronger view of every class. */
const learnedStrengths = ({ finalStrength }: AnatomyResult): number[] =>
  Array.from({ length: finalStrength.length / 2 }, (_, i) =>
    Math.max(finalStrength[2 * i], finalStrength[2 * i + 1]),
  )

/** null where there are none, since a model may have no class that the set decides. */
const medianOrNone = (values: readonly number[]): number | null =>
  values.length === 0 ? null : median(values)
