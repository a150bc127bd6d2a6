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
import { text } from './text.ts'

/**
 * Two neurons per class and three models: with more random features a single kernel model already
 * sees both views, and neither the ensemble nor the average has an error left to compare. On 16
 * data sets of seed 55013 the share had the mean 1.049 and the standard deviation 0.043.
 */
const size = (dataSets: number): Size<ContrastDraws> => ({
  regime: 'limit',
  settings: { neurons: 2, members: 3 },
  draws: { dataSets, testPerCell: 60, testPerClass: 60 },
})

/** Figure 1, the rows of the NTK: with random features ensembles help for another reason. */
export const kernelRegime: Claim<ContrastDraws> = {
  id: 'kernel-regime',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['tangent'],
  controlTasks: ['train', 'partition', 'average', 'measure-errors'],
  uses: ['members'],
  bound: { low: 1, high: null },
  boundSource: 'chosen',
  presets: ['standard', 'full'],
  // Power (docs/power.md): full 1.00000.
  sizes: { quick: size(8), standard: size(32), full: size(32) },
  check: needsNoFeatureNoise,

  async measure(context) {
    const { settings, draws, level } = context
    const [kernel, network] = await Promise.all([
      ofTangentKernel(context, settings.members),
      ofNetwork(context, settings.members),
    ])
    return {
      setting: { ...settings, dataSets: draws.dataSets, testPerCell: draws.testPerCell },
      measured: shareRemoved(kernel, level),
      predicted: null,
      conditions: contrastConditions(kernel, level, 0.25),
      series: [...contrastSeries('tangent kernel', kernel), ...contrastSeries('network', network, true)],
      control: {
        measured: shareRemoved(network, level),
        conditions: [],
      },
    }
  },
}
