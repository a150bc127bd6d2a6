import type { Drawing } from '../../drawing/figure.ts'
import { halvingFigure } from '../shared/halving-figure.ts'

export const figures: readonly Drawing[] = [
  halvingFigure({
    title: 'Error against the rounds of self-distillation',
    caption:
      'Dots are mean errors with their intervals, adjusted: the error of a chain, less what the views of ' +
      'its networks lead to expect, plus the mean of this expectation over all choices of networks of the ' +
      'data set. The theory expects them on the dashed law: every further round halves the error. A ' +
      'network that its own outputs teach (orange) learns no view, and its error should stay level.',
    summary: 'Error of a student against the rounds of self-distillation, with the law that predicts it',
    counted: 'rounds of self-distillation r',
    axis: '↑ adjusted mean of test errors, Err / μ',
    measured: 'error-by-rounds',
    law: 'law-of-rounds',
    control: 'control-error-by-rounds',
    words: {
      law: '2⁻⁽ʳ⁺¹⁾',
      finite: 'expected from the views of the networks',
      control: 'taught by itself, raw errors',
    },
  }),
]
