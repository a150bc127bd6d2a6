import type { Drawing } from '../../drawing/figure.ts'
import { halvingFigure } from '../shared/halving-figure.ts'

export const figures: readonly Drawing[] = [
  halvingFigure({
    title: 'Error against the number of networks whose weights are averaged',
    caption:
      'Dots are measured errors of averaged weights with their intervals; an open dot at the lower ' +
      'edge means that no test point was wrong. The theory expects them on the dashed law, which is ' +
      'that of averaged outputs. Averaged before training (orange), the weights are those of one ' +
      'network.',
    summary: 'Error of averaged weights against the number of networks, with the law that predicts it',
    counted: 'networks whose weights are averaged L',
    measured: 'error-by-averaged',
    law: 'law-of-averaged',
    control: 'control-error-by-averaged',
    words: {
      law: '2⁻ᴸ',
      finite: 'expected from the views of the networks',
      control: 'averaged before training',
    },
  }),
]
