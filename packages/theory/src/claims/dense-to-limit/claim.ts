import { type DenseSettings, SettingError, type Settings, withDenseSettings } from '@multiview/network'
import { exp, log } from '@multiview/tensor/math'
import { measuredMean, measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { ofSize } from '../../estimates/span.ts'
import type { DenseAndLimitResult } from '../../plan/tasks/dense-and-limit.ts'
import { fittedSlope, mean } from '../../statistics/index.ts'
import { atMost, type Claim, type Context, liesWithin, type Size, series } from '../claim.ts'
import { text } from './text.ts'

interface Draws {
  /** The d that are compared; the settings' own d is not used. */
  readonly dimensions: readonly number[]
  /** Pairs of runs at each d. Two d cannot share data or weights, so all pairs are independent. */
  readonly runs: number
}

/**
 * 20 steps of η = 0.4 at k = 2. This is phase I: the strongest view has grown and is below ϱ.
 * Background patches have no noise, as in the limit at γ = 0, and N·P ≤ d/4 at every d. The slope
 * was −0.5 ± 0.04; the bound allows −0.5 ± 0.15. The slopes of the control scatter by 0.33 about
 * −0.07, so that there are 72 runs.
 */
const size = (runs: number): Size<Draws> => ({
  regime: 'dense',
  settings: {
    classes: 2,
    neurons: 3,
    samples: 16,
    patches: 6,
    singleViewFraction: 0.25,
    otherFeatureRate: 1,
    power: 3,
    threshold: 1,
    initialScale: 0.1,
    noiseNorm: 0.5,
    backgroundNoiseNorm: 0,
    stepRule: 'constant',
    stepSize: 0.4,
    maxSteps: 20,
  },
  draws: { dimensions: [384, 768, 1536, 3072], runs },
})

const unit = 'run (data and weights of its own at every d), each with the slope over d'

/** The dense network tends to the orthogonal-noise limit as d grows. */
export const denseToLimit: Claim<Draws> = {
  id: 'dense-to-limit',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['dense-and-limit'],
  unused: ['dimension'],
  bound: { low: -0.65, high: -0.35 },
  boundSource: 'chosen',
  presets: ['standard', 'full'],
  // Power (docs/power.md): full 1.00000.
  sizes: { quick: size(16), standard: size(72), full: size(72) },

  check(settings) {
    if (settings.featureNoise !== 0)
      throw new SettingError('featureNoise', settings.featureNoise, '0 for this claim')
  },

  async measure(context) {
    const { settings, draws, level } = context
    const [same, other] = await Promise.all([
      compare(context, name => name),
      compare(context, name => `${name}, another`),
    ])
    const all = same.flat()
    return {
      setting: { ...withDenseSettings(settings), dimensions: draws.dimensions, runs: draws.runs },
      measured: measuredMean(slopes(draws, same), level, unit),
      predicted: -0.5,
      conditions: [
        atMost(
          'N·P over the least d, for noise that is nearly orthogonal',
          (settings.samples * settings.patches) / Math.min(...draws.dimensions),
          0.25,
        ),
        liesWithin(
          'largest Λ at the end over ϱ, mean over runs: still phase I',
          measuredMeanOneSided(
            all.map(run => run.strongest / settings.threshold),
            level,
            'run',
            ofSize,
          ),
          { low: null, high: 1 },
        ),
        liesWithin(
          'growth of the strongest view, mean over runs',
          measuredMeanOneSided(
            all.map(run => run.growth),
            level,
            'run',
            ofSize,
          ),
          { low: 1.1, high: null },
        ),
      ],
      series: [
        distanceSeries('distances', 'distance from the limit, relative to its way, against d', draws, same),
        distanceSeries('control-distances', 'control: distance against d', draws, other),
      ],
      control: {
        measured: measuredMean(slopes(draws, other), level, unit),
        conditions: [],
      },
    }
  },
}

/** [dimension][run] */
const compare = (
  { scheduler, settings, seed, draws }: Context<Draws>,
  limitInitialization: (name: string) => string,
): Promise<DenseAndLimitResult[][]> =>
  Promise.all(
    draws.dimensions.map(dimension => {
      const atDimension: Settings & DenseSettings = { ...withDenseSettings(settings), dimension }
      return Promise.all(
        Array.from({ length: draws.runs }, (_, run) => {
          const name = `dense ${dimension}/${run}`
          return scheduler.run({
            kind: 'dense-and-limit',
            settings: atDimension,
            names: { seed, dataset: name, initialization: name },
            limitInitialization: limitInitialization(name),
          })
        }),
      )
    }),
  )

const slopes = ({ dimensions, runs }: Draws, results: readonly DenseAndLimitResult[][]): number[] =>
  Array.from({ length: runs }, (_, run) =>
    fittedSlope(
      dimensions.map(d => log(d)),
      results.map(at => log(at[run].distance)),
    ),
  )

const distanceSeries = (
  role: string,
  name: string,
  { dimensions }: Draws,
  results: readonly DenseAndLimitResult[][],
) => {
  const center = results.map(at => exp(mean(at.map(run => log(run.distance)))))
  return series(role, name, [...dimensions], center, {
    low: results.map(at => Math.min(...at.map(run => run.distance))),
    high: results.map(at => Math.max(...at.map(run => run.distance))),
    predicted: dimensions.map(d => center[0] * Math.sqrt(dimensions[0] / d)),
  })
}
