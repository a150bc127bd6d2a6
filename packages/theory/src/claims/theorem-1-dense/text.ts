import type { ClaimText } from '../claim.ts'
import { departuresInDimensions } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'In R^d a single network misses half of the single-view data',
  statement:
    'Trained on real vectors with noise in all directions, each of several networks classifies its ' +
    'training set perfectly and errs between 0.35μ and 0.65μ on fresh vectors: it has learned one ' +
    'view of each class, but for two of ten classes at most.',
  source:
    'Allen-Zhu and Li, ICLR 2023, Theorem 1, whose window of 0.49μ to 0.51μ is narrower than what one class ' +
    'of ten adds. The bound is chosen.',
  explanation: {
    quantity: 'test error of one network in R^d, in μ',
    why:
      'In R^d the noise of one patch overlaps with that of every other, and with the features. A ' +
      'neuron that learned one view is moved along the other by that overlap, about 1/√d, and so ' +
      'might learn it after all. If d is so large that the initial correlations exceed this overlap, the ' +
      'lottery is decided as in the limit of many dimensions.',
  },
  departures: departuresInDimensions,
  control: {
    id: 'power-2',
    statement: 'The same with q = 2: the stronger view does not pull away, and both views are learned.',
  },
  settingLabels: freshSamples,
}
