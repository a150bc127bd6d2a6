import type { ClaimText } from '../claim.ts'

export const text: ClaimText = {
  title: 'With momentum, descent learns features that few samples show weakly',
  statement:
    'One in ten training samples shows its features at 7% of the usual weight. Networks trained by gradient ' +
    'descent with momentum 0.99 err on at most 10% of fresh samples of that kind. Networks trained without ' +
    'momentum fit the same samples through their noise, and err on more than half of the fresh ones.',
  source:
    'Jelassi and Li, Towards Understanding How Momentum Improves Generalization in Deep Learning, ICML ' +
    '2022, arXiv 2207.05931. The abstract was read, the theorems were not; the bound is chosen.',
  explanation: {
    quantity: 'share of fresh samples with small margins that networks trained with momentum get wrong',
    why:
      'Once the samples with large margins are fitted, their gradients vanish. The feature stops growing, ' +
      'and on a sample with a small margin it is weaker than noise. The gradient of a power of a small ' +
      'number is small as well, so that the noise of this sample grows first. With momentum the ' +
      'velocity still contains the gradients from the time when all samples pushed the feature. So the ' +
      'feature grows on until it is strong enough for the small margins, too.',
  },
  departures: () => [
    'The data and the network are those of Allen-Zhu and Li: ten classes in place of two, two features of ' +
      'each class in place of one, the softmax, and a smoothed ReLU that is cubic up to 1 and then linear, ' +
      'in place of a cube.',
    'Noise is orthogonal to all features and to all other noise. Memorized noise then does not reach a fresh ' +
      'sample, and a small feature has to be stronger than the initial weights alone. Their strength is set ' +
      'by σ_0 = 0.2. At σ_0 = 0.05 plain descent errs on 1% of fresh samples at 4% of the usual weight; ' +
      'at σ_0 = 0.1 it errs on 44% of them.',
    'Momentum does not end memorization here: the largest correlation with the noise of a small-margin ' +
      'training sample is a little smaller with it, not 0.',
    'Training ends at one loss with and without momentum. The size of the step does not matter without ' +
      'momentum: errors are the same with steps of η and of η/(1 − β).',
    'Settings were chosen on seed 5001.',
  ],
  control: {
    id: 'no-momentum',
    statement: 'The same data, starts and steps without momentum, to the same loss.',
  },
  settingLabels: {
    networks: ['networks with momentum, each with its own data set', ''],
    controls: ['networks of the control, and as many with longer steps', ''],
    smallFraction: ['share of training samples with small margins', ''],
    smallMargin: ['weight of their own features, relative to the others', ''],
    testPerClass: ['fresh samples of every class and margin', ''],
  },
}
