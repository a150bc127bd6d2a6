import type { Drawing } from '../../drawing/figure.ts'
import { halvingFigure } from '../shared/halving-figure.ts'

export const figures: readonly Drawing[] = [
  halvingFigure({
    title: 'Error against the number of members',
    caption:
      'Dots are measured errors with their intervals; an open dot at the lower edge means that ' +
      'no test point was wrong. The theory expects them on the dashed laws: every further member ' +
      'halves the error. Members that share one initialization (orange) miss the same view of most ' +
      'classes, and their error should fall far less.',
    summary: 'Error of an ensemble against its number of members, with the laws that predict it',
    counted: 'members of the ensemble L',
    measured: 'error-by-members',
    law: 'two-to-minus-l',
    control: 'control-error-by-members',
    words: { law: '2⁻ᴸ', finite: 'law for one finite data set', control: 'one shared initialization' },
  }),
]
