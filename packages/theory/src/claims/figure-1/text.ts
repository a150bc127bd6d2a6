import type { ClaimText } from '../claim.ts'
import { departuresOfDistillation, departuresOfRegime } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'A student inherits the gain of an ensemble of networks, and not that of kernels',
  statement:
    'One network that is taught by the outputs of ten has at least half of what their ensemble ' +
    'gains over one network. The orderings of the paper’s Figure 1 hold: for networks the ensemble ' +
    'and both students are better than one network, and ten trained as one average are not. For ' +
    'tangent kernels the trained average is better than the ensemble, the ensemble is better than ' +
    'one kernel, and students are not.',
  source:
    'Allen-Zhu and Li, ICLR 2023, Figure 1, on the synthetic model; the bounds, half and a quarter of ' +
    'the ensemble’s gain, are ours',
  explanation: {
    quantity: 'share of the ensemble’s gain that the distilled network has',
    why:
      'A network learns one view of each class. The outputs of an ensemble show the other one, and ' +
      'a network has neurons left that can learn it. A kernel learns both views as far as its random ' +
      'features allow. Its ensemble has more features. Soft labels give a student no more of them.',
  },
  departures: setting => [
    ...departuresOfRegime(setting),
    ...departuresOfDistillation(setting),
    'The paper measured accuracies on CIFAR-10 and CIFAR-100, with a WRN-28-10 and the tangent kernel ' +
      'of a WRN-10-4. Here data have two views, and networks have one hidden layer.',
    'An ensemble of kernels has three models and not ten. They have two neurons for each class: a kernel with as ' +
      'many neurons as the network has no error to compare. In the paper the kernel’s network is smaller, too.',
    'Networks are taught by (4.3) and (4.4) but for what is named above. Students of kernels minimize the relative entropy to ' +
      'softmax(G/τ), the usual distillation. With (4.4) kernels of tuning seed 5001 erred more, and did ' +
      'not classify all training samples correctly.',
    'A student of kernels has the features of one of the kernels. So it differs from a single kernel ' +
      'in its labels alone.',
    'The trained average of networks has the factor Θ~(1) = 10: it is one network with ten times as ' +
      'many neurons, with initial weights of its own.',
    'Settings were tried on seed 5001 only. With 12 data sets of five kernels, seeds 1, 2 and 15273490 did not ' +
      'decide whether the trained average of kernels is better than their ensemble, and seed 1 did not with 24 of ' +
      'three. So 96 data sets of three kernels are compared. The bounds stayed.',
  ],
  control: {
    id: 'frozen-features',
    statement: 'The same share for tangent kernels: training cannot change their features.',
  },
  settingLabels: {
    ...freshSamples,
    kernelDataSets: ['further data sets, with kernels alone', ''],
    kernelNeurons: ['neurons of each class of a tangent kernel', ''],
    kernelMembers: ['tangent kernels of an ensemble', ''],
    kernelSteps: ['most steps of a tangent kernel', ''],
  },
}
