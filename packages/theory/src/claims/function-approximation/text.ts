import type { ClaimText } from '../claim.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'The trained network is a sum over views',
  statement:
    'At the end F_i(X) = Σ_ℓ Φ_{i,ℓ} Z_{i,ℓ}(X) up to O(1/polylog k): on fresh data the root ' +
    'mean square of the difference, over classes and samples, is at most a tenth of the typical ' +
    'margin F_y − max F_i of a multi-view sample.',
  source: 'Allen-Zhu and Li, ICLR 2023, the function approximation of the proof',
  explanation: {
    quantity: 'difference from the sum over views, in margins',
    why:
      'If a class has learned its views and nothing else of importance, then its output for a fresh ' +
      'sample can be written down without running the network: the strength of each view, times ' +
      'how much of it the sample shows. The proof computes the test error from this sum.',
  },
  control: {
    id: 'another-model',
    statement: 'The Φ of another model on the same data, which has learned other views.',
  },
  settingLabels: freshSamples,
}
