import type { Drawing } from '../../drawing/figure.ts'
import { groupsFigure } from '../../drawing/groups.ts'

export const figures: readonly Drawing[] = [
  groupsFigure({
    title: 'Test error with views removed, with patches removed at random, and with neither',
    caption:
      'Each dot is one network with a data set of its own. Plain training loses half of the single-view data. ' +
      'Copies of the training samples without one view at a time bring both views in; copies without as ' +
      'many patches at random hardly do (orange).',
    axis: 'error on fresh single-view samples',
    groups: [
      { role: 'views-removed', name: 'views removed' },
      { role: 'patches-removed', name: 'control: random patches', isControl: true },
      { role: 'plain', name: 'plain training', isControl: true },
    ],
  }),
]
