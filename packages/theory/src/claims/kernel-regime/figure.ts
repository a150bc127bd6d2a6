import type { Drawing } from '../../drawing/figure.ts'
import { contrastFigure } from '../shared/contrast-figure.ts'

export const figures: readonly Drawing[] = [
  contrastFigure({
    title: 'The same with features that cannot change',
    on: 'Tangent kernel',
    controlOn: 'network',
    column: 2,
    of: 'the ensemble',
    caption:
      'With frozen features the trained average is no worse than the ensemble. A network that ' +
      'learns its features (orange) gains from the ensemble alone.',
  }),
]
