import type { ClaimText } from '../claim.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'With V views a network knows one of V',
  statement:
    'If every class has V = 3 views, a network learns one of them and errs on (V−1)/V of the single-view ' +
    'data, and an ensemble of L networks on ((V−1)/V)^L. If one view is stronger, it is learned as often as ' +
    'the lottery of the views expects.',
  source:
    'Derived from Allen-Zhu and Li, ICLR 2023, who have two views and say that more are possible; the bound ' +
    'is chosen.',
  explanation: {
    quantity: 'error of ensembles of three, relative to ((V−1)/V)³',
    why:
      'One view is enough to fit nearly all training data, however many there are. The lottery of the ' +
      'initial weights draws it from V. An ensemble fails on a view only if none of its L members drew it, ' +
      'with probability ((V−1)/V)^L. So with more views each network knows less, and each further one adds ' +
      'less. A view with a larger weight grows faster. So it may win although another view has a larger ' +
      'initial correlation.',
  },
  departures: () => [
    'The paper has V = 2. We chose what a single-view sample shows of more views: one with the own ' +
      'weight, and each other one with weight ρ.',
    'k is 6 and m is 5, so that all networks take about a minute. A failing sample needs a competitor, which ' +
      '3% of the single-view samples lack.',
    'Training sets have every class and view equally often, the limit of independent labels as N grows. With ' +
      'other numbers of views there is still one single-view sample of each class and view.',
    'Steps are as long as the change of the weights allows, in place of a small constant η.',
    'Settings and bounds were chosen on seed 5001.',
  ],
  control: {
    id: 'two-views',
    statement: 'The same measurement with two views of each class, beside the law of V.',
  },
  settingLabels: {
    dataSets: ['data sets with views of equal strength', ''],
    controls: ['data sets of the control', ''],
    oneMore: ['data sets with one view more', ''],
    unequal: ['data sets with views of unequal strength', ''],
    networks: ['networks of each data set', ''],
    partitions: ['random partitions of a data set’s networks into ensembles', ''],
    strongFactor: ['factor of view 1 on the own weight where strengths are unequal', ''],
    ...freshSamples,
    testPerClass: ['fresh multi-view samples of every class', ''],
  },
}
