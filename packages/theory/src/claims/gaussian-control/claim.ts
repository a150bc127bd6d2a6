import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { measuredRatio } from '../../estimates/measured-ratio.ts'
import { ofShare, type Span } from '../../estimates/span.ts'
import type { GaussianResult, GaussianTask } from '../../plan/tasks/gaussian.ts'
import { sum } from '../../statistics/index.ts'
import { type Claim, type Context, equals, liesWithin, type Size, seriesOfDraws } from '../claim.ts'
import { type ContrastDraws, needsNoFeatureNoise, ofEnsembles } from '../shared/contrast.ts'
import { text } from './text.ts'

interface Draws extends ContrastDraws {
  /** d of a Gaussian sample, and the numbers of samples to train on and to test with. */
  readonly dimension: number
  readonly samples: number
  readonly testSamples: number
}

/**
 * A larger start than the regime's, for both kinds of data: from a tiny one some classes of the
 * Gaussian data start very late. And more neurons: a sample on which all neurons of its class are
 * negative gives its class no gradient. With m = 5 about one network of 200 ended with such a
 * sample. In trial runs the ensemble removed a share of 0.05 to 0.19, and the bound was set after
 * these.
 */
const size = (dataSets: number): Size<Draws> => ({
  regime: 'limit',
  settings: { initialScale: 0.01, neurons: 10, members: 5, maxSteps: 3000 },
  draws: {
    dataSets,
    testPerCell: 100,
    testPerClass: 100,
    dimension: 10,
    samples: 400,
    testSamples: 2000,
  },
})

const unit = 'data set'

/**
 * Without views one network has nothing that another one lacks. At finite size fits still differ by
 * chance, and an ensemble averages these differences, a few per cent of the error. So the bound is
 * above 0, and far below what views give.
 */
export const gaussianControl: Claim<Draws> = {
  id: 'gaussian-control',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['gaussian'],
  controlTasks: ['train', 'partition'],
  bound: { low: null, high: 0.25 },
  boundSource: 'chosen',
  presets: ['full'],
  // Power (docs/power.md): full 1.00000.
  sizes: { quick: size(8), standard: size(10), full: size(10) },
  check: needsNoFeatureNoise,

  async measure(context) {
    const { settings, draws, level } = context
    const [gaussian, views] = await Promise.all([onGaussian(context), ofEnsembles(context, settings.members)])
    return {
      setting: {
        ...settings,
        dataSets: draws.dataSets,
        gaussianDimension: draws.dimension,
        gaussianSamples: draws.samples,
        gaussianTestSamples: draws.testSamples,
      },
      measured: removed(gaussian, level),
      predicted: 0,
      conditions: [
        equals('models that err on their training set', sum(gaussian.map(({ imperfect }) => imperfect)), 0),
        liesWithin(
          'error of one model alone, so that there is something to remove',
          measuredMeanOneSided(
            gaussian.map(({ single }) => single),
            level,
            unit,
            ofShare,
          ),
          { low: 0.02, high: null },
        ),
      ],
      series: [
        ...errorSeries('', 'Gaussian data', gaussian),
        ...errorSeries('control-', 'control, two views (in units of μ)', views),
      ],
      control: {
        measured: removed(views, level),
        conditions: [],
      },
    }
  },
}

const onGaussian = ({ scheduler, settings, seed, draws }: Context<Draws>): Promise<GaussianResult[]> =>
  Promise.all(
    Array.from({ length: draws.dataSets }, (_, d) => {
      const task: GaussianTask = {
        kind: 'gaussian',
        settings,
        dimension: draws.dimension,
        samples: draws.samples,
        testSamples: draws.testSamples,
        seed,
        dataset: `gaussian ${d}`,
      }
      return scheduler.run(task)
    }),
  )

type Errors = Pick<GaussianResult, 'single' | 'ensemble'>

/** At most all of the error is removed; an ensemble may also err more than a model. */
const atMostAll: Span = { low: Number.NEGATIVE_INFINITY, high: 1 }

/**
 * The share of a single model's error that the ensemble removes, 1 − e_ens/e_1. If no ensemble
 * errs, an ensemble that errs more than its models would count as one that removes nothing.
 */
const removed = (errors: readonly Errors[], level: number) =>
  measuredRatio(
    errors.map(({ single, ensemble }) => single - ensemble),
    errors.map(({ single }) => single),
    level,
    unit,
    atMostAll,
    ofShare,
  )

const errorSeries = (prefix: string, name: string, errors: readonly Errors[]) => {
  return [
    seriesOfDraws(
      `${prefix}single`,
      `${name}: error of one model alone`,
      errors.map(({ single }) => single),
    ),
    seriesOfDraws(
      `${prefix}ensemble`,
      `${name}: error of the ensemble`,
      errors.map(({ ensemble }) => ensemble),
    ),
  ]
}
