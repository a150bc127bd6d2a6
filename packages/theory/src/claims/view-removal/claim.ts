import type { MixedResult } from '../../plan/tasks/mixed.ts'
import { unopposed } from '../../predictions/ensemble-error.ts'
import { mean } from '../../statistics/index.ts'
import { type Claim, liesWithin, type Size, seriesOfDraws } from '../claim.ts'
import { mixedNetworks, needsMixing, shareOfNetworks } from '../shared/mixed.ts'
import { allPerfect } from '../shared/test-errors.ts'
import { text } from './text.ts'

interface Draws {
  /** Networks, each with its own data set. */
  readonly networks: number
  /** Networks of the control, and as many with plain training. */
  readonly controls: number
  readonly testPerCell: number
}

/**
 * D_m and D_s of regime limit with k = 6, twelve samples of each class, two patches for an own
 * feature, and P = 100. With so many patches, removing some at random seldom removes a whole view.
 *
 * Chosen on seed 5001. There 46 of 48 networks have learned all views, and the mean error is 0.003.
 * That of the control is 0.468, and that of plain training 0.484. If networks err nowhere, their
 * exact interval ends below the bound from n = 49 on.
 */
const size: Size<Draws> = {
  regime: 'limit',
  settings: {
    classes: 6,
    patches: 100,
    samples: 72,
    otherFeatureRate: 3,
    patchesPerFeature: 2,
    patchesPerOtherFeature: 1,
    ownWeight: [2, 2.2],
    weakViewWeight: [0.1, 0.1],
    maxSteps: 5000,
  },
  draws: { networks: 54, controls: 20, testPerCell: 50 },
}

/** The largest share of fresh single-view samples on which a network with views removed may err. */
const most = 0.1

/**
 * The least share of samples on which plain training must err, so that there is something to gain.
 */
const leastOfPlain = 0.3

/** Training with views removed learns all views. */
export const viewRemoval: Claim<Draws> = {
  id: 'view-removal',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['mixed'],
  bound: { low: null, high: most },
  boundSource: 'chosen',
  presets: ['beyond'],
  sizes: { beyond: size },
  check: needsMixing,

  async measure(context) {
    const { settings, draws, level } = context
    const { networks, controls, testPerCell } = draws
    const more = { pairs: 0, viewSum: 0, testPerCell }
    const [removed, blind, plain] = await Promise.all([
      mixedNetworks(context, networks, 'views removed', more),
      mixedNetworks(context, controls, 'patches removed', more),
      mixedNetworks(context, controls, 'original', more),
    ])
    const measured = (runs: readonly MixedResult[]) => shareOfNetworks(errorsOf(runs), level)
    const expected = (1 - unopposed(settings.classes, settings.otherFeatureRate, 1)) / 2
    return {
      setting: { ...settings, networks, controls, testPerCell },
      measured: measured(removed),
      predicted: 0,
      conditions: [
        allPerfect('networks', removed),
        liesWithin('error of plain training', measured(plain), { low: leastOfPlain, high: null }),
      ],
      series: [
        seriesOfDraws('views-removed', 'error, views removed', errorsOf(removed)),
        seriesOfDraws('patches-removed', 'error, patches removed at random', errorsOf(blind)),
        seriesOfDraws('plain', 'error, plain training', errorsOf(plain), {
          predicted: plain.map(() => expected),
        }),
      ],
      control: { measured: measured(blind), conditions: [allPerfect('networks', blind)] },
    }
  },
}

/** The share of fresh single-view samples on which each network errs. */
const errorsOf = (runs: readonly MixedResult[]): number[] =>
  runs.map(({ right }) => mean(right.map(share => 1 - share)))
