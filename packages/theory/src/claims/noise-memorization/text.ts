import type { ClaimText } from '../claim.ts'

export const text: ClaimText = {
  title: 'What lacks the learned view is memorised through its noise',
  statement:
    'In the neurons of its class, the noise correlation of a training sample becomes Õ(1) ' +
    'exactly if it is single-view and lacks the learned view, through the neuron that its weak ' +
    'view activates; that of a multi-view sample stays small. As a test of which samples lack ' +
    'the learned view, “at least 1” has a balanced accuracy of 0.95 or more.',
  source: 'Allen-Zhu and Li, ICLR 2023, memorisation in phase II of the proof (reconstructed)',
  explanation: {
    quantity: 'share of samples sorted correctly by whether they are memorised',
    why:
      'Every network here is perfect on its training set, also on the samples that show only the ' +
      'view it has not learned. It cannot classify them by their views. It memorises the noise of ' +
      'each such sample: that helps with this sample and with no other, so that it does ' +
      'not show in the test error.',
  },
  control: {
    id: 'views-of-another-model',
    statement:
      'The samples that lack the views which another model has learned: only half of them are ' +
      'memorised.',
  },
}
