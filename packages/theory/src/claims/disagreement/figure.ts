import type { Drawing } from '../../drawing/figure.ts'
import { groupsFigure } from '../../drawing/groups.ts'

export const figures: readonly Drawing[] = [
  groupsFigure({
    title: 'Disagreement of two networks relative to the error of one',
    caption:
      'Each dot is one data set, the mean over all pairs of its networks. The dashed line is what ' +
      'the views and strengths of the networks lead to expect, the green lines are the bound of the ' +
      'claim. If networks disagreed as often as they err, the dots would lie at 1.',
    axis: '↑ disagreement / error',
    groups: [
      { role: 'control-ratios', name: 'control: one start', isControl: true },
      { role: 'ratios', name: 'independent starts' },
    ],
  }),
]
