import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'A single model misses half of the single-view data',
  statement:
    'Trained by gradient descent from random initialization, one network classifies its training ' +
    'set perfectly, yet its test error is between 0.49μ and 0.51μ: it learns one view of each ' +
    'class, and fails on samples that show only the other one.',
  source: 'Allen-Zhu and Li, ICLR 2023, Theorem 1',
  explanation: {
    quantity: 'test error of one model, in μ',
    why:
      'One view is enough to explain nearly all of the training data, so after a class has ' +
      'learned one view, nothing makes it learn the other. Chance decides which one it learns, ' +
      'as a coin does. A fresh sample that shows only the other view supports only those classes ' +
      'of which it happens to show a feature: half of the single-view samples are lost.',
  },
  departures: departuresOfRegime,
  control: {
    id: 'power-2',
    statement:
      'The same with q = 2: the stronger view does not pull away, and both views are learned. At ' +
      'q = 2 all neurons grow on all features, so that the limit model trains its networks, with the step ' +
      'rule adaptive. They have 10 classes at most, since this takes long at a large k.',
  },
  settingLabels: {
    ...freshSamples,
    modelsOfTheControl: ['models of the control', ''],
    classesOfTheControl: ['classes of the control’s models', 'k'],
  },
}
