import type { ClaimText } from '../claim.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'Averaging before training gives nothing of what averaging after it gives',
  statement:
    'Networks trained as the one average of their outputs do no better than one network alone: ' +
    'together they are a wider network, and that again learns one view of each class. Of the ' +
    'error that their ensemble removes, the trained average removes a quarter at most.',
  source:
    'Allen-Zhu and Li, ICLR 2023, Figure 1 (ten models trained as one average), on the synthetic ' + 'model',
  explanation: {
    quantity: 'share of the ensemble’s gain that the trained average has',
    why:
      'An ensemble is averaged after training. If the larger number of neurons were what helps, ' +
      'one could as well average first and train the average. But that is one network, only ' +
      'wider: it explains the data by one view of each class, and then stops.',
  },
  control: {
    id: 'frozen-features',
    statement:
      'The tangent-kernel models of the same initializations on the same data, whose features ' +
      'training cannot change: there the trained average is as good as the ensemble.',
  },
  settingLabels: freshSamples,
}
