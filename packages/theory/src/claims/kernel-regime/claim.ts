import { type Claim, equals, liesWithin, type Size } from '../claim.ts'
import {
  type ContrastDraws,
  contrastSeries,
  errorLeft,
  needsNoFeatureNoise,
  ofNetwork,
  ofTangentKernel,
  shareRemoved,
} from '../shared/contrast.ts'

/**
 * Two neurons a class and three models: with more random features a single kernel model already sees both views, and neither
 * the ensemble nor the average leaves an error to compare.
 */
const size = (dataSets: number): Size<ContrastDraws> => ({
  regime: 'quick',
  settings: { neurons: 2, members: 3 },
  draws: { dataSets, testPerCell: 60, testPerClass: 60 },
})

/** Figure 1, the rows of the NTK: with random features ensembles help for another reason. */
export const kernelRegime: Claim<ContrastDraws> = {
  id: 'kernel-regime',
  title: 'With frozen features, averaging before training is at least as good',
  statement:
    'In the tangent-kernel regime every model sees both views through random features, too few of them alone. An ensemble errs far less ' +
    'than one model, because it has more features, and training all of them as one average weighs these features at least as well: it removes no ' +
    'less error than the ensemble does.',
  source: 'Allen-Zhu and Li, ICLR 2023, Figure 1 (neural tangent kernels), on the synthetic model',
  bound: { low: 1, high: null },
  boundSource: 'chosen',
  control: {
    id: 'learned-features',
    statement:
      'The network itself, from the same initializations on the same data: it learns its features, and the trained average learns one view of each class as a single model does.',
  },
  presets: ['standard', 'full'],
  sizes: { quick: size(8), standard: size(16), full: size(16) },
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
      conditions: [
        equals('models and averages that err on their training set', kernel.imperfect, 0),
        liesWithin('error of the ensemble over that of one model alone', errorLeft(kernel, level), {
          low: null,
          high: 0.25,
        }),
      ],
      series: [...contrastSeries('tangent kernel', kernel), ...contrastSeries('network', network, true)],
      control: {
        measured: shareRemoved(network, level),
        conditions: [],
      },
    }
  },
}
