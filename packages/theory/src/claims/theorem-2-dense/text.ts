import type { ClaimText } from '../claim.ts'
import { departuresInDimensions } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'In R^d an ensemble covers both views of every class',
  statement:
    'The average of networks that were trained on the same real vectors from independent ' +
    'initializations classifies the training set perfectly and errs at most 0.001μ on fresh vectors.',
  source: 'Allen-Zhu and Li, ICLR 2023, Theorem 2',
  explanation: {
    quantity: 'test error of an ensemble in R^d, in μ',
    why:
      'Noise in all directions disturbs the outputs of each network, in each network differently. What a ' +
      'member has learned of a view is far larger, so that one member that learned a view is enough.',
  },
  departures: departuresInDimensions,
  control: {
    id: 'shared-initialization',
    statement:
      'Three members that share one initialization, each trained on a data set of its own: different ' +
      'data alone change the view of some classes only.',
  },
  settingLabels: freshSamples,
}
