import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'An ensemble covers both views of every class',
  statement:
    'The average of independently initialized models, each trained on the same data, classifies ' +
    'the training set perfectly and errs at most 0.001μ on fresh data: some member has learned ' +
    'the view that a sample shows.',
  source: 'Allen-Zhu and Li, ICLR 2023, Theorem 2',
  explanation: {
    quantity: 'test error of an ensemble, in μ',
    why:
      'Every member tosses its own coin for every class. The average has a view if a single ' +
      'member has it, because the output of that member is large and those of the others are ' +
      'small. The chance that all of L members drew the same view of a class is 2^{1−L}.',
  },
  departures: departuresOfRegime,
  control: {
    id: 'shared-initialization',
    statement:
      'Members that share one initialization, each trained on a data set of its own: different ' +
      'data alone change the view of some classes only.',
  },
  settingLabels: freshSamples,
}
