import type { ClaimText } from '../claim.ts'

export const text: ClaimText = {
  title: 'Each further member halves the error',
  statement:
    'An ensemble of L fails on a view exactly when all L members drew the other one, so its ' +
    'error is 2^−L in units of μ; on one finite data set, where the views are not quite ' +
    'balanced, Σ_i (p_i^L + (1−p_i)^L)/2k with p_i the odds of view 1 of class i.',
  source: 'Derived from Allen-Zhu and Li, ICLR 2023, Theorems 1 and 2, for finite k',
  explanation: {
    quantity: 'error of five members, relative to the law',
    why:
      'An ensemble fails on a view only if every member drew the other one, so each further ' +
      'member halves the error. On a finite data set one view of a class is a little stronger ' +
      'than the other, which makes members agree a bit more often than coins: the law for the ' +
      'data sets of this run takes that in and lies slightly above 2^−L.',
  },
  control: {
    id: 'shared-initialization',
    statement:
      'Members that share one initialization, each trained on a data set of its own: the error ' +
      'stays where one model has it.',
  },
  settingLabels: {
    partitions: ['random partitions of a data set’s models into ensembles', ''],
    levelsOfEachSize: ['confidence of the intervals at L = 1, 2, …', ''],
  },
}
