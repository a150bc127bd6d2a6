import type { Drawing } from '../../drawing/figure.ts'
import { groupsFigure } from '../../drawing/groups.ts'

export const figures: readonly Drawing[] = [
  groupsFigure({
    title: 'Error before and after being taught by one other network, raw and adjusted',
    caption:
      'Each dot is one data set with one pair of networks. The first two groups are raw test errors of the ' +
      'pair. The third group is adjusted: the error after teaching, less what the views of the two networks ' +
      'lead to expect, plus the mean of this expectation over all pairs of networks of the data set. The claim ' +
      'judges the mean of the adjusted errors, not each pair. The dashed line is what the theory expects, the ' +
      'green one the bound of that mean.',
    axis: '↑ Err / μ: raw test error, or adjusted',
    groups: [
      { role: 'errors-before', name: 'control:\nbefore, raw', isControl: true },
      { role: 'errors-of-the-pairs', name: 'after,\nraw' },
      { role: 'errors-after', name: 'after, adjusted\nto all pairs' },
    ],
  }),
]
