import type { Drawing } from '../../drawing/figure.ts'
import { groupsFigure } from '../../drawing/groups.ts'

export const figures: readonly Drawing[] = [
  groupsFigure({
    title: 'Share of classes with both views learned: midpoints, samples themselves, shuffled labels',
    caption:
      'Each dot is one network with a data set of its own. Networks that train on midpoints of pairs learn ' +
      'both views of nearly all classes; those that train on the samples themselves, and those whose ' +
      'midpoints have the labels of other pairs, do not (orange).',
    axis: 'share of classes with both views learned',
    groups: [
      { role: 'midpoints', name: 'midpoints of pairs' },
      { role: 'plain', name: 'control: plain training', isControl: true },
      { role: 'shuffled', name: 'midpoints, shuffled labels', isControl: true },
    ],
  }),
]
