import type { Drawing } from '../../drawing/figure.ts'
import { contrastFigure } from '../shared/contrast-figure.ts'

export const figures: readonly Drawing[] = [
  contrastFigure({
    title: 'Averaging after training, and before it',
    on: 'Network',
    controlOn: 'tangent kernel',
    column: 2,
    of: 'the ensemble',
    caption:
      'The ensemble of trained networks hardly errs, the networks trained as one average err ' +
      'like one of them. With frozen features (orange) the two are alike.',
  }),
]
