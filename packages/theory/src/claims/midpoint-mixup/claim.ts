import type { MixedResult } from '../../plan/tasks/mixed.ts'
import { type Claim, liesWithin, type Size, seriesOfDraws } from '../claim.ts'
import { mixedNetworks, needsMixing, shareOfBothRight, shareOfNetworks } from '../shared/mixed.ts'
import { allPerfect } from '../shared/test-errors.ts'
import { text } from './text.ts'

interface Draws {
  /** Networks, each with its own data set. */
  readonly networks: number
  /** Networks of the control, and as many with shuffled labels. */
  readonly controls: number
  readonly pairs: number
  /** The sum of the weights Σz of both own views of a training sample. */
  readonly viewSum: number
  /**
   * Steps of a network with shuffled labels, which never fits them: about as many as the others
   * take.
   */
  readonly stepsWithShuffledLabels: number
  readonly testPerCell: number
}

/**
 * All training samples are multi-view: μN is below one half. Σz of the first view comes from [½,
 * 1½] and that of the second is 2 minus it, so that β lies between ¼ and ¾ on two patches. Fresh
 * samples show one view, the other one has weight 0. At the target loss no training sample can be
 * wrong: log(2)/N = 0.0116.
 *
 * Chosen on seed 5001. There midpoints gave a share of 0.986, plain training one of 0.083, and
 * shuffled labels one of 0.028.
 */
const size: Size<Draws> = {
  regime: 'limit',
  settings: {
    classes: 6,
    patches: 20,
    samples: 60,
    singleViewFraction: 0.001,
    otherFeatureRate: 2,
    patchesPerFeature: 2,
    patchesPerOtherFeature: 1,
    ownWeight: [0.5, 1.5],
    weakViewWeight: [0, 0],
    otherWeight: [0.1, 0.2],
    singleViewOtherWeight: [0.1, 0.2],
    noiseNorm: 0.05,
    neurons: 10,
    power: 3,
    initialScale: 1e-3,
    targetLoss: 0.01,
    maxSteps: 3000,
  },
  draws: {
    networks: 24,
    controls: 12,
    pairs: 400,
    viewSum: 2,
    stepsWithShuffledLabels: 400,
    testPerCell: 50,
  },
}

/**
 * The bound: the least share of classes. If all 24 networks learn every view, the exact interval
 * begins at 0.81.
 */
const least = 0.8

/** The largest share that shuffled labels may give, far below the bound. */
const mostOfShuffled = 0.5

/** Midpoint Mixup learns both views. */
export const midpointMixup: Claim<Draws> = {
  id: 'midpoint-mixup',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['mixed'],
  bound: { low: least, high: null },
  boundSource: 'chosen',
  presets: ['beyond'],
  sizes: { beyond: size },
  check: needsMixing,

  async measure(context) {
    const { settings, draws, level } = context
    const { networks, controls, pairs, viewSum, stepsWithShuffledLabels, testPerCell } = draws
    const plainOnes = { pairs: 0, viewSum, testPerCell }
    const withPairs = { ...plainOnes, pairs }
    const shuffling = { ...context, settings: { ...settings, maxSteps: stepsWithShuffledLabels } }
    const [mixed, plain, shuffled] = await Promise.all([
      mixedNetworks(context, networks, 'midpoints', withPairs),
      mixedNetworks(context, controls, 'original', plainOnes),
      mixedNetworks(shuffling, controls, 'shuffled midpoints', withPairs),
    ])
    const shares = (runs: readonly MixedResult[]): number[] => runs.map(shareOfBothRight)
    const measured = (runs: readonly MixedResult[]) => shareOfNetworks(shares(runs), level)
    return {
      setting: { ...settings, networks, controls, pairs, viewSum, stepsWithShuffledLabels, testPerCell },
      measured: measured(mixed),
      predicted: 1,
      conditions: [
        allPerfect('networks', mixed),
        liesWithin('share with the labels of the pairs shuffled', measured(shuffled), {
          low: null,
          high: mostOfShuffled,
        }),
      ],
      series: [
        seriesOfDraws('midpoints', 'classes with both views, midpoints', shares(mixed)),
        seriesOfDraws('plain', 'classes with both views, plain training', shares(plain)),
        seriesOfDraws('shuffled', 'classes with both views, shuffled labels', shares(shuffled)),
      ],
      control: { measured: measured(plain), conditions: [allPerfect('networks', plain)] },
    }
  },
}
