import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'

export const text: ClaimText = {
  title: 'Soft labels say which views a sample shows',
  statement:
    'Soft labels of a training sample tell the classes of which it shows a feature from the ' +
    'others. Those of a single model know of one view of each class, so of half of them; those ' +
    'of L models of all but 2^−L; hard labels of none.',
  source:
    'Allen-Zhu and Li, ICLR 2023, §1 and §4 (dark knowledge), measured by the area under the ROC ' + 'curve',
  explanation: {
    quantity: 'what four models’ soft labels know of the views: 1 all, 0 nothing',
    why:
      'A network answers to a feature whichever class the sample is of, if it has learned that ' +
      'feature. So the outputs for other classes are not noise, they are a list of what else can ' +
      'be seen in the sample, and each further model fills half of the gaps in the list. This is ' +
      'all that a student can gain from a teacher: a label has no such list.',
  },
  departures: departuresOfRegime,
  control: {
    id: 'shuffled-labels',
    statement:
      'The same soft labels shuffled among the multi-view samples of each class: as soft, but of ' +
      'another sample.',
  },
}
