import type { ClaimText } from '../claim.ts'
import { departureOfItsEnd, departuresOfDistillation, departuresOfRegime } from '../shared/departures.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'Each further round of self-distillation halves the error',
  statement:
    'A network teaches another one of its kind, which then teaches the next one. After r rounds ' +
    'the error is 2^−(r+1) in units of μ. After three rounds it lies between what two and what ' +
    'four rounds would leave, and the same is true after one and two rounds.',
  source:
    'Derived from Allen-Zhu and Li, ICLR 2023, Theorem 4, which is the case r = 1; we know of no ' +
    'paper that states it for more rounds',
  explanation: {
    quantity: 'mean test error after three rounds, adjusted to all choices of networks, in μ',
    why:
      'Each network draws a lottery of its own, and learns from its teacher the views that it ' +
      'lacks. So the network of round r knows a view if one of r+1 lotteries drew it. All of them ' +
      'drew the same view of a class with probability 2^−r. Then the class lacks a view, and half ' +
      'of its single-view samples fail. The expected error counts the views that the networks had ' +
      'before anyone taught them, over all choices of as many networks of a data set. The ' +
      'errors of a chain are measured relative to what its own networks lead to expect.',
  },
  departures: setting => [
    ...departuresOfRegime(setting),
    ...departuresOfDistillation(setting),
    departureOfItsEnd(setting),
  ],
  control: {
    id: 'teacher-is-the-student',
    statement:
      'The first network, taught in each round by its own outputs, as often and for as long: it ' +
      'draws no further lottery.',
  },
  settingLabels: {
    ...freshSamples,
    rounds: ['rounds of self-distillation', 'r'],
    networks: ['networks of each data set', ''],
  },
}
