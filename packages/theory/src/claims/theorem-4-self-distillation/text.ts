import type { ClaimText } from '../claim.ts'
import { departureOfItsEnd, departuresOfDistillation, departuresOfRegime } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'Taught by one other network, a network halves its error',
  statement:
    'A trained network that is then taught by one independently trained network classifies the ' +
    'training set perfectly and errs at most 0.26μ: if the two had learned different views of a ' +
    'class, it ends with both, and they had learned the same view with probability one half.',
  source: 'Allen-Zhu and Li, ICLR 2023, Theorem 4',
  explanation: {
    quantity: 'mean test error after being taught, adjusted to the expectation over all pairs, in μ',
    why:
      'Taught by one other network, a student can learn only what that one knows. They drew ' +
      'different views of a class with probability one half; then the student ends with both. In ' +
      'the other half there is nothing to learn. Half of the classes still miss a view, and lose ' +
      'half of their single-view samples: a quarter. The expected error counts the views that the ' +
      'networks had before, over all pairs of the members of each data set. The pairs that are ' +
      'taught are few. So the measured error is adjusted: it is the error of the taught pairs, less what ' +
      'their own views lead to expect, plus the expectation over all pairs. A single pair may err more ' +
      'than the bound; the figure shows each.',
  },
  departures: setting => [
    ...departuresOfRegime(setting),
    ...departuresOfDistillation(setting),
    departureOfItsEnd(setting),
  ],
  control: {
    id: 'before-being-taught',
    statement:
      'The same networks before anyone taught them. Taught by their own outputs for as long, they are a check.',
  },
  settingLabels: { ...freshSamples, pairs: ['pairs of each data set, one network taught by the other', ''] },
}
