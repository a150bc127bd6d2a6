import type { ClaimText } from '../claim.ts'
import { departuresOfDistillation, departuresOfRegime } from '../shared/departures.ts'

export const text: ClaimText = {
  title: 'What each departure from the paper does, one at a time',
  statement:
    'Without the departure in step length, in m or in τ a student still errs by at most 0.01μ up to 100 times ' +
    'its training time, and by at most 0.1μ with independent labels or without the teacher’s factor. Two ' +
    'departures decide at this k: with Σz of other classes as in Definition 1, or without the mask, students ' +
    'err by at least 0.1μ on average.',
  source: 'Our measurement of our own departures from Allen-Zhu and Li, ICLR 2023',
  explanation: {
    quantity: 'largest error of a student up to T, of those without a departure that should cost nothing',
    why:
      'A student learns the second view of a class from samples of other classes that show it faintly. Anything ' +
      'that leaves this race as it is, or that only rescales time, may be left out. Lighter features of other ' +
      'classes make the race slower beside memorization. Without the mask the outputs of matched classes are ' +
      'still pushed, so that they grow without end.',
  },
  departures: setting => [...departuresOfRegime(setting), ...departuresOfDistillation(setting)],
  control: {
    id: 'labels-alone',
    statement: 'Students of the labels alone, from the same starts: they err as single networks do.',
  },
  settingLabels: {
    dataSetsScattered: ['data sets without the mask, where students scatter', ''],
  },
}
