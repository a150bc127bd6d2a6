import type { Claim, Size } from '../claim.ts'
import {
  type ContrastDraws,
  contrastConditions,
  contrastSeries,
  needsNoFeatureNoise,
  ofNetwork,
  ofTangentKernel,
  shareRemoved,
} from '../shared/contrast.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { text } from './text.ts'

interface Draws extends ContrastDraws {
  /** The most models of an average; `members` may be fewer. */
  readonly averaged: number
  /**
   * The models of an average in the control. With ten models whose features are frozen, neither the
   * ensemble nor the average has an error left to compare.
   */
  readonly averagedInControl: number
}

const size = (dataSets: number): Size<Draws> => ({
  regime: 'limit',
  draws: {
    dataSets,
    averaged: 10,
    averagedInControl: 3,
    testPerCell: 100,
    testPerClass: 100,
  },
})

/** Figure 1: a trained average of networks is not an ensemble of them. */
export const trainedAverage: Claim<Draws> = {
  id: 'trained-average',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train', 'partition', 'average', 'measure-errors'],
  controlTasks: ['tangent'],
  uses: ['members'],
  bound: { low: null, high: 0.25 },
  boundSource: 'chosen',
  presets: ['full'],
  // Power (docs/power.md): full 0.99996.
  sizes: { quick: size(8), standard: size(10), full: size(20) },
  check(settings) {
    needsLottery(settings)
    needsNoFeatureNoise(settings)
  },

  async measure(context) {
    const { settings, draws, level } = context
    const members = Math.min(draws.averaged, settings.members)
    const ofControl = Math.min(draws.averagedInControl, settings.members)
    const [network, kernel] = await Promise.all([
      ofNetwork(context, members),
      ofTangentKernel(context, ofControl),
    ])
    return {
      setting: {
        ...settings,
        members,
        membersInControl: ofControl,
        dataSets: draws.dataSets,
        testPerCell: draws.testPerCell,
      },
      measured: shareRemoved(network, level),
      predicted: 0,
      conditions: contrastConditions(network, level, 0.5),
      series: [...contrastSeries('network', network), ...contrastSeries('tangent kernel', kernel, true)],
      control: {
        measured: shareRemoved(kernel, level),
        conditions: [],
      },
    }
  },
}
