import type { Drawing } from '../../drawing/figure.ts'
import { contrastFigure } from '../shared/contrast-figure.ts'

export const figures: readonly Drawing[] = [
  contrastFigure({
    title: 'Averaging where there are no views',
    on: 'Gaussian data',
    controlOn: 'two views',
    column: 1,
    of: 'one model',
    caption:
      'On Gaussian data the ensemble errs nearly as much as one model. If classes have two views ' +
      '(orange), it hardly errs.',
  }),
]
