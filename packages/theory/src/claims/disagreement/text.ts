import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'Two networks disagree more often than one errs',
  statement:
    'On natural images two networks disagree about as often as one of them errs. On this data, ' +
    'where errors come from views that a network lacks, two independent networks disagree between ' +
    '4/3 and 3/2 times as often as one errs. Their views and how strongly they learned them ' +
    'give the amount.',
  source:
    'Jiang, Nagarajan, Baek and Kolter, ICLR 2022, arXiv 2106.13799, and Jiang, Baek and Kolter, ' +
    'ICLR 2024, arXiv 2306.04793, on the equality; the amount is derived from the model of ' +
    'Allen-Zhu and Li, ICLR 2023',
  explanation: {
    quantity: 'disagreement of two networks, relative to the error of one',
    why:
      'A network errs on half of the single-view samples, those whose view it lacks. A second ' +
      'network lacks the same view with probability one half. So one of the two is right on half of ' +
      'the samples, and there they disagree. On a quarter both are wrong. Then each names the class ' +
      'of the strongest feature that it knows and that the sample shows. If both rank these ' +
      'features alike, they agree on a third of this quarter: they disagree on 2/3 of all samples, ' +
      '4/3 of the error. If they never agree there, they disagree on 3/4, 3/2 of the error. The ' +
      'equality would need that they always agree if both are wrong. In the terms of its ' +
      'authors the networks’ votes are not calibrated: the right class gets half of the votes, and ' +
      'is right more often than that.',
  },
  departures: departuresOfRegime,
  control: {
    id: 'shared-initialization',
    statement:
      'Networks that share one initialization, each trained on a data set of its own: of most classes they ' +
      'know the same view, err on the same samples, and disagree less often than one errs.',
  },
  settingLabels: { ...freshSamples, networks: ['networks of each data set', ''] },
}
