import type { ClaimText } from '../claim.ts'

export const text: ClaimText = {
  title: 'Without view structure an ensemble hardly helps',
  statement:
    'On Gaussian inputs with a planted linear rule all networks learn the same directions, so ' +
    'that an ensemble removes little of their error: a quarter at most, whereas with two views ' +
    'five members remove fifteen sixteenths.',
  source: 'Allen-Zhu and Li, ICLR 2023, Gaussian-like inputs; data and rule are ours',
  explanation: {
    quantity: 'share of the error that an ensemble removes',
    why:
      'The theory says that an ensemble helps because of views, and not because averages are ' +
      'good in general. On inputs without views, Gaussian numbers with a linear rule, all ' +
      'networks learn the same directions, and averaging them should gain little.',
  },
  control: {
    id: 'two-views',
    statement: 'The same network on data with two views of each class.',
  },
}
