import type { ClaimText } from '../claim.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'With frozen features, averaging before training is at least as good',
  statement:
    'In the tangent-kernel regime every model sees both views through random features, but one ' +
    'model has too few of them. An ensemble errs far less than one model, because it has more ' +
    'features, and training all of them as one average weighs these features at least as well: ' +
    'it removes no less error than the ensemble does.',
  source: 'Allen-Zhu and Li, ICLR 2023, Figure 1 (neural tangent kernels), on the synthetic model',
  explanation: {
    quantity: 'share of the ensemble’s gain that the trained average has',
    why:
      'If the features are fixed and only their weights are learned, there is no race and no ' +
      'lottery. An ensemble still helps, because it has more random features than one model. But ' +
      'then training should weigh all these features together, that is, train the average. The ' +
      'paper found this for neural tangent kernels, and the opposite for networks: so ensembles ' +
      'of networks must work in another way.',
  },
  control: {
    id: 'learned-features',
    statement:
      'The network itself, from the same initializations on the same data: it learns its ' +
      'features, and the trained average learns one view of each class as a single model does.',
  },
  settingLabels: freshSamples,
}
