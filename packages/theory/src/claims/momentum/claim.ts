import { SettingError } from '@multiview/network'
import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { ofShare } from '../../estimates/span.ts'
import type { MarginsResult, MarginsTask } from '../../plan/tasks/margins.ts'
import {
  type Claim,
  type ClaimSettings,
  type Context,
  liesWithin,
  type Size,
  seriesOfDraws,
} from '../claim.ts'
import { allPerfect } from '../shared/test-errors.ts'
import { text } from './text.ts'

interface Draws extends Pick<MarginsTask, 'smallFraction' | 'smallMargin' | 'testPerClass'> {
  /** Networks with momentum, each with its own data set. */
  readonly networks: number
  /** Networks of the control, and as many without momentum and with longer steps. */
  readonly controls: number
}

/**
 * All samples are multi-view (μN is below one half) and show only features of their own class. So
 * the network has one task: two features of each class, large in 18 of its 20 training samples and
 * small in 2.
 *
 * The step is short: plain descent gives the same error with steps of 0.1 and of 10 = η/(1 − β).
 * The start is large: in the limit a small feature of a fresh sample competes only with noise that
 * was not trained on, of strength σ_0‖ξ‖.
 *
 * Chosen on seed 5001. If networks err nowhere, their exact interval ends below the bound from n =
 * 50 networks on, at the level of a preset of eight claims.
 */
const size: Size<Draws> = {
  regime: 'limit',
  settings: {
    samples: 200,
    singleViewFraction: 0.001,
    otherFeatureRate: 0,
    noiseNorm: 1,
    power: 3,
    threshold: 1,
    initialScale: 0.2,
    stepRule: 'constant',
    stepSize: 0.1,
    momentum: 0.99,
    targetLoss: 0.03,
    maxSteps: 60_000,
  },
  draws: { networks: 60, controls: 24, smallFraction: 0.1, smallMargin: 0.07, testPerClass: 50 },
}

const unit = 'network, each with its own data set'

/** The largest share of fresh samples with small margins on which a network may err. */
const most = 0.1

/** The least share of these samples on which plain descent must err. */
const leastOfPlain = 0.3

/** With momentum, descent learns features that are small in few samples. */
export const momentum: Claim<Draws> = {
  id: 'momentum',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['margins'],
  uses: ['momentum'],
  bound: { low: null, high: most },
  boundSource: 'chosen',
  presets: ['beyond'],
  sizes: { beyond: size },
  check: needsMomentum,

  async measure(context) {
    const { settings, draws, level } = context
    const { networks, controls } = draws
    const longer = settings.stepSize / (1 - settings.momentum)
    const [withMomentum, plain, plainLonger] = await Promise.all([
      networksOf(context, networks, {}),
      networksOf(context, controls, { momentum: 0 }),
      networksOf(context, controls, { momentum: 0, stepSize: longer }),
    ])
    const estimate = (values: readonly number[]) => measuredMeanOneSided(values, level, unit, ofShare)
    const error = (runs: readonly MarginsResult[]): number[] => runs.map(({ smallError }) => smallError)
    return {
      setting: { ...settings, ...draws },
      measured: estimate(error(withMomentum)),
      predicted: 0,
      conditions: [
        allPerfect('networks', withMomentum),
        liesWithin('error on large margins', estimate(withMomentum.map(({ largeError }) => largeError)), {
          low: null,
          high: most,
        }),
        liesWithin(
          'error on small margins without momentum, with steps of η/(1 − β)',
          estimate(error(plainLonger)),
          { low: leastOfPlain, high: null },
        ),
      ],
      series: [
        seriesOfDraws('with-momentum', 'error on small margins, momentum', error(withMomentum)),
        seriesOfDraws('plain', 'error on small margins, plain descent', error(plain)),
        seriesOfDraws(
          'plain-longer',
          'error on small margins, plain descent, longer steps',
          error(plainLonger),
        ),
        seriesOfDraws(
          'noise-with-momentum',
          'largest ⟨w, ξ⟩ on small margins, momentum',
          withMomentum.map(({ smallNoise }) => smallNoise),
        ),
        seriesOfDraws(
          'noise-plain',
          'largest ⟨w, ξ⟩ on small margins, plain descent',
          plain.map(({ smallNoise }) => smallNoise),
        ),
      ],
      control: { measured: estimate(error(plain)), conditions: [allPerfect('networks', plain)] },
    }
  },
}

const networksOf = (
  { scheduler, settings, seed, draws }: Context<Draws>,
  count: number,
  changes: Partial<ClaimSettings>,
): Promise<MarginsResult[]> => {
  const { smallFraction, smallMargin, testPerClass } = draws
  return Promise.all(
    Array.from({ length: count }, (_, d) =>
      scheduler.run({
        kind: 'margins',
        settings: { ...settings, ...changes },
        names: { seed, dataset: `${d}`, initialization: `${d}` },
        smallFraction,
        smallMargin,
        testPerClass,
      }),
    ),
  )
}

function needsMomentum(settings: ClaimSettings): void {
  const { momentum: share, featureNoise } = settings
  if (share === 0) throw new SettingError('momentum', share, 'above 0 for this claim')
  if (featureNoise !== 0) throw new SettingError('featureNoise', featureNoise, '0 for this claim')
}
