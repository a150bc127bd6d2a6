import type { Drawing } from '../../drawing/figure.ts'
import { groupsFigure } from '../../drawing/groups.ts'

export const figures: readonly Drawing[] = [
  groupsFigure({
    title: 'Error of a student that was taught by an ensemble, beside one of the labels alone',
    caption:
      'Each dot is one data set with its own networks; an open dot at the lower edge means that ' +
      'no test point was wrong, and the bar above it reaches to its upper limit. The claim needs ' +
      'the bars of the students to end below the green line.',
    groups: [
      { role: 'hard-label-errors', name: 'control:\nlabels alone', isControl: true },
      { role: 'teacher-limits', name: 'the ensemble' },
      { role: 'student-limits', name: 'its student' },
    ],
  }),
]
