import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'

export const text: ClaimText = {
  title: 'Soft labels say which views a sample shows',
  statement:
    'The soft labels of a training sample separate the classes of which it shows a feature from ' +
    'the others. Those of a single model carry one view of each class, so half of the views; ' +
    'those of L models carry all but 2^−L of them; hard labels carry none.',
  source:
    'Allen-Zhu and Li, ICLR 2023, §1 and §4 (dark knowledge), measured by the area under the ROC ' + 'curve',
  explanation: {
    quantity: 'what four models’ soft labels know of the views: 1 all, 0 nothing',
    why:
      'A network that has learned a feature responds to it in samples of every class. So the ' +
      'outputs for other classes are not noise: they list what else can be seen in the sample, ' +
      'and each further model fills half of the gaps in the list. This is all that a student can ' +
      'gain from a teacher, since a label has no such list.',
  },
  departures: departuresOfRegime,
  control: {
    id: 'shuffled-labels',
    statement:
      'The same soft labels shuffled among the multi-view samples of each class: they are as ' +
      'soft, but belong to another sample.',
  },
}
