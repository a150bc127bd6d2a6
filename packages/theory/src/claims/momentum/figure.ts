import type { Drawing } from '../../drawing/figure.ts'
import { groupsFigure } from '../../drawing/groups.ts'

export const figures: readonly Drawing[] = [
  groupsFigure({
    title: 'Test error on small margins with momentum, without it, and without it at longer steps',
    caption:
      'Each dot is one network with a data set of its own. With momentum the features grow until they ' +
      'also show in samples that have little of them. Without it these samples are fitted by their ' +
      'noise (orange), also with steps as long as momentum makes them.',
    axis: '↑ error on fresh samples with small margins',
    groups: [
      { role: 'with-momentum', name: 'momentum' },
      { role: 'plain', name: 'control: none', isControl: true },
      { role: 'plain-longer', name: 'none, longer steps', isControl: true },
    ],
  }),
]
