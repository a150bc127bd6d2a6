import type { ClaimText } from '../claim.ts'
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
      'Every member throws its own coin for every class. The average knows a view if a single ' +
      'member does, because that member answers loudly and the others hardly say anything. With ' +
      '20 members the chance that all of them drew the same view of a class is 2^−19.',
  },
  control: {
    id: 'shared-initialization',
    statement:
      'Members that share one initialization, each trained on a data set of its own: different ' +
      'data alone does not make the views differ.',
  },
  settingLabels: freshSamples,
}
