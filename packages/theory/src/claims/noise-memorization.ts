import { kindsOf, learnedViews, SettingError, sampleKinds } from '@multiview/network'
import type { AnatomyResult } from '../plan/tasks/anatomy.ts'
import { mean, median, sum } from '../statistics/index.ts'
import { type Claim, type ClaimSettings, equals, liesWithin, type Size, series } from './claim.ts'
import { measuredMeanOneSided } from './measured-mean.ts'
import { anatomies } from './models.ts'
import { needsLottery } from './needs-lottery.ts'
import { ofShare } from './span.ts'
import type { Estimate, Series } from './types.ts'

type View = ReturnType<typeof learnedViews>[number]
type SampleKind = (typeof sampleKinds)[number]

interface Draws {
  readonly models: number
}

/**
 * Single-view samples as few as in the paper (μ = 1/60, one of every class and view), and features of other classes at 0.1 to 0.2. At the
 * regime's 0.3 to 0.4 a class that is learned early confuses those that are not for so long that multi-view samples defend
 * themselves through their noise, too; more samples do not change that, since σ_0 sets how long the others wait.
 */
const size = (models: number): Size<Draws> => ({
  regime: 'quick',
  settings: {
    samples: 1200,
    singleViewFraction: 1 / 60,
    otherWeight: [0.1, 0.2],
    // Below log(2)/N, so that every training sample is classified rightly.
    targetLoss: 0.0005,
  },
  draws: { models },
})

/** What counts as Õ(1): the correlations that decide an output are of order 10, those that decide nothing of order σ_0 to 0.1. */
const large = 1
/** Of what the neurons of its class remember of such a sample, at least this share is in the one that its weak view activates. */
const throughWeakView = 0.9

/** How the training data without the learned view are fitted. */
export const noiseMemorization: Claim<Draws> = {
  id: 'noise-memorization',
  title: 'What lacks the learned view is memorised through its noise',
  statement:
    'In the neurons of its class, the noise correlation of a training sample becomes Õ(1) exactly if it is single-view and lacks the learned view, ' +
    'through the neuron that its weak view activates; that of a multi-view sample stays small. As a test of which samples lack the learned view, ' +
    '“at least 1” has a balanced accuracy of 0.95 or more.',
  source: 'Allen-Zhu and Li, ICLR 2023, memorisation in phase II of the proof (reconstructed)',
  unused: ['members'],
  bound: { low: 0.95, high: null },
  boundSource: 'chosen',
  control: {
    id: 'views-of-another-model',
    statement:
      'The samples that lack the views which another model has learned: only half of them are memorised.',
  },
  presets: ['standard', 'full'],
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
        equals(
          'models with training accuracy 1',
          models.filter(model => model.trainingErrors === 0).length,
          draws.models,
        ),
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
          'median noise correlation in neurons of other classes, multi-view samples (no part of the claim: at this small σ_0 classes wait long for each other, and their neurons learn to keep silent)',
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

/** Mean of the shares of right answers among samples that lack these views, and among the others. */
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

/** Over the samples that lack the learned view: the part of Σ (change of ⟨w_{y,r}, ξ⟩)² in the neuron that knows that view. */
const shareThroughWeakView = (model: AnatomyResult, learned: readonly View[]): number => {
  const lacking = kindsOf(model, learned).flatMap((kind, n) => (kind === 'lacks learned view' ? [n] : []))
  return (
    sum(lacking.map(n => model.throughView[2 * n + learned[model.label[n]] - 1])) /
    sum(lacking.map(n => model.remembered[n]))
  )
}

/** Samples of one kind of one model, from the smallest noise correlation to the largest; of the many multi-view ones every tenth. */
const noiseOfKind = (
  isControl: boolean,
  model: AnatomyResult,
  learned: readonly View[],
  kind: SampleKind,
): Series => {
  const sorted = ofKind(model.ownNoise, model, learned, kind).sort((a, b) => a - b)
  const shown = kind === 'multi-view' ? sorted.filter((_, at) => at % 10 === 0) : sorted
  return series(
    `${isControl ? 'control-' : ''}noise-${roleOf(kind)}`,
    `${isControl ? 'control: ' : ''}noise correlation of the samples of one model, kind “${kind}”`,
    shown.map((_, at) => at),
    shown,
  )
}

const roleOf = (kind: SampleKind): string => kind.replaceAll(' ', '-')

const single = (role: string, name: string, ofModels: readonly number[]): Series =>
  series(role, name, [0], [mean(ofModels)])
