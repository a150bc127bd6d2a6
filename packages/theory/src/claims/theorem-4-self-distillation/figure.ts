import type { Drawing } from '../../drawing/figure.ts'
import { groupsFigure } from '../shared/groups-figure.ts'

export const figures: readonly Drawing[] = [
  groupsFigure({
    title: 'Error before and after being taught by one other network',
    caption:
      'Each dot is one data set, the mean over its ring of networks. The dashed line is what the ' +
      'theory expects, the green one the bound of the claim.',
    groups: [
      { role: 'errors-before', name: 'control: before', isControl: true },
      { role: 'errors-after', name: 'after being taught' },
    ],
  }),
]
