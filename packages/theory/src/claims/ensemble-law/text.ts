import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'

export const text: ClaimText = {
  title: 'Each further member halves the error',
  statement:
    'An ensemble of L fails on a view exactly if all L members have learned the other one, so ' +
    'its error is 2^−L in units of μ. On one finite data set the views are not quite balanced, ' +
    'and the error is Σ_i (p_i^L + (1−p_i)^L)/2k, with p_i the odds of view 1 of class i, times (1−b)^L ' +
    'where networks learn both views of a share b of the classes.',
  source: 'Derived from Allen-Zhu and Li, ICLR 2023, Theorems 1 and 2, for finite k',
  explanation: {
    quantity: 'error of the ensembles, relative to the law',
    why:
      'An ensemble fails on a view only if every member has learned the other one, so each ' +
      'further member halves the error. On a finite data set one view of a class is a little ' +
      'stronger than the other, which makes members agree a bit more often than coin tosses: the law ' +
      'for the data sets of this run includes that and lies slightly above 2^−L. A member that has ' +
      'both views of a class fails on neither, so the law counts the classes of which members ' +
      'lack one.',
  },
  departures: departuresOfRegime,
  control: {
    id: 'shared-initialization',
    statement:
      'Members that share one initialization, each trained on a data set of its own: they learn the ' +
      'same view of most classes, and the error falls far less.',
  },
  settingLabels: {
    partitions: ['random partitions of a data set’s models into ensembles', ''],
    levelsOfEachSize: ['confidence of the intervals at L = 1, 2, …', ''],
  },
}
