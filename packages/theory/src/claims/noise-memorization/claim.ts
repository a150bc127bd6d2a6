import { kindsOf, learnedViews, SettingError, sampleKinds } from '@multiview/network'
import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { ofShare } from '../../estimates/span.ts'
import type { AnatomyResult } from '../../plan/tasks/anatomy.ts'
import type { Estimate, Series } from '../../schema/types.ts'
import { mean, median, sum } from '../../statistics/index.ts'
import {
  type Claim,
  type ClaimSettings,
  liesWithin,
  type Size,
  seriesOfDraws,
  seriesOfOne,
} from '../claim.ts'
import { anatomies } from '../shared/models.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { allPerfect } from '../shared/test-errors.ts'
import { text } from './text.ts'

type View = ReturnType<typeof learnedViews>[number]
type SampleKind = (typeof sampleKinds)[number]

interface Draws {
  readonly models: number
}

/**
 * Single-view samples are as few as in the paper: μ = 1/60, one of every class and view. Features
 * of other classes have weights of 0.1 to 0.2. At the regime's 0.3 to 0.4 a class that is learned
 * early confuses the others for so long that training fits multi-view samples through their noise,
 * too. More samples do not change that, since σ_0 decides how long the others wait.
 *
 * The statistic and the setting were chosen on another seed. Another statistic, the share of all
 * remembered noise, had failed. The balanced accuracy is 0.999 ± 0.001; the bound is 0.95.
 */
const size = (models: number): Size<Draws> => ({
  regime: 'limit',
  settings: {
    samples: 1200,
    singleViewFraction: 1 / 60,
    otherWeight: [0.1, 0.2],
    // Below log(2)/N, so that every training sample is classified rightly.
    targetLoss: 0.0005,
  },
  draws: { models },
})

/**
 * The noise correlation that counts as Õ(1). Correlations that decide an output are of order 10.
 * Those that decide nothing are of order σ_0 to 0.1.
 */
const large = 1
/**
 * The weak view of such a sample activates one neuron of its class. At least this share of the
 * sample's noise correlation belongs to that neuron.
 */
const throughWeakView = 0.9

/** How the training data without the learned view are fitted. */
export const noiseMemorization: Claim<Draws> = {
  id: 'noise-memorization',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['anatomy'],
  bound: { low: 0.95, high: null },
  boundSource: 'chosen',
  presets: ['standard', 'full'],
  // Power (docs/power.md): full 1.00000.
  sizes: { quick: size(10), standard: size(16), full: size(24) },
  check: needsSingleViewSamples,

  async measure(context) {
    const { settings, draws, level } = context
    const models = await anatomies(context, draws.models)
    const views = models.map(model => learnedViews(model.finalStrength))
    const accuracies = (shift: number): number[] =>
      models.map((model, j) => balancedAccuracy(model, views[(j + shift) % models.length]))
    return {
      setting: { ...settings, models: draws.models },
      measured: meanOfModels(accuracies(0), level),
      predicted: 1,
      conditions: [
        allPerfect('models', models),
        liesWithin(
          'share of what is remembered of such a sample in the neuron that its weak view activates',
          meanOfModels(
            models.map((model, j) => shareThroughWeakView(model, views[j])),
            level,
          ),
          { low: throughWeakView, high: null },
        ),
      ],
      series: [
        ...sampleKinds.map(kind => noiseOfKind(false, models[0], views[0], kind)),
        ...sampleKinds.map(kind => noiseOfKind(true, models[0], views[1 % views.length], kind)),
        ...sampleKinds.map(kind =>
          single(
            `median-noise-${roleOf(kind)}`,
            `median noise correlation in the neurons of its class, samples of kind “${kind}”`,
            models.map((model, j) => median(ofKind(model.ownNoise, model, views[j], kind))),
          ),
        ),
        single(
          'median-noise-other-classes',
          'median noise correlation in neurons of other classes, multi-view samples (not a part of the claim: at this small σ_0 classes wait long for each other, and their neurons learn to keep silent)',
          models.map((model, j) => median(ofKind(model.otherNoise, model, views[j], 'multi-view'))),
        ),
      ],
      control: {
        measured: meanOfModels(accuracies(1), level),
        conditions: [],
      },
    }
  },
}

/** Without a single-view sample none lacks the learned view. */
function needsSingleViewSamples(settings: ClaimSettings): void {
  needsLottery(settings)
  const { samples, singleViewFraction } = settings
  if (Math.round(singleViewFraction * samples) === 0)
    throw new SettingError(
      'samples',
      samples,
      `at least ${Math.ceil(0.5 / singleViewFraction)} for this claim, so that a training sample is single-view`,
    )
}

/** The mean of a share over the models; if some models have no such share, the reason is theirs. */
const meanOfModels = (shares: readonly number[], level: number): Estimate => {
  const measured = measuredMeanOneSided(shares, level, 'model, each with its own data set', ofShare)
  const without = shares.filter(Number.isNaN).length
  if (without === 0) return measured
  const missing = `the training samples of ${without} of ${shares.length} models all lack the learned view, or none does; take more samples`
  return { ...measured, missing }
}

const ofKind = (
  values: Float64Array,
  model: AnatomyResult,
  learned: readonly View[],
  kind: SampleKind,
): number[] => {
  const kinds = kindsOf(model, learned)
  return Array.from(values).filter((_, n) => kinds[n] === kind)
}

/**
 * The mean of two shares of right answers: among samples that lack these views, and among the
 * others.
 */
const balancedAccuracy = (model: AnatomyResult, learned: readonly View[]): number => {
  const kinds = kindsOf(model, learned)
  const right = { lacking: 0, others: 0 }
  const count = { lacking: 0, others: 0 }
  kinds.forEach((kind, n) => {
    const group = kind === 'lacks learned view' ? 'lacking' : 'others'
    count[group]++
    if (model.ownNoise[n] >= large === (group === 'lacking')) right[group]++
  })
  return (right.lacking / count.lacking + right.others / count.others) / 2
}

/**
 * Over the samples that lack the learned view: the share of Σ (change of ⟨w_{y,r}, ξ⟩)² that
 * belongs to the neuron that knows the learned view.
 */
const shareThroughWeakView = (model: AnatomyResult, learned: readonly View[]): number => {
  const lacking = kindsOf(model, learned).flatMap((kind, n) => (kind === 'lacks learned view' ? [n] : []))
  return (
    sum(lacking.map(n => model.throughView[2 * n + learned[model.label[n]] - 1])) /
    sum(lacking.map(n => model.remembered[n]))
  )
}

/**
 * Samples of one kind of one model, ordered by their noise correlation. Of the many multi-view
 * samples only every tenth is taken.
 */
const noiseOfKind = (
  isControl: boolean,
  model: AnatomyResult,
  learned: readonly View[],
  kind: SampleKind,
): Series => {
  const sorted = ofKind(model.ownNoise, model, learned, kind).sort((a, b) => a - b)
  const shown = kind === 'multi-view' ? sorted.filter((_, at) => at % 10 === 0) : sorted
  return seriesOfDraws(
    `${isControl ? 'control-' : ''}noise-${roleOf(kind)}`,
    `${isControl ? 'control: ' : ''}noise correlation of the samples of one model, kind “${kind}”`,
    shown,
  )
}

const roleOf = (kind: SampleKind): string => kind.replaceAll(' ', '-')

const single = (role: string, name: string, ofModels: readonly number[]): Series =>
  seriesOfOne(role, name, mean(ofModels))
