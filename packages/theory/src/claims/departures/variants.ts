/** The departures from the paper, each left out once. */

import { regimeAt } from '@multiview/network'
import { log } from '@multiview/tensor/math'
import type { Taught } from '../shared/distilled.ts'

/**
 * What leaving out a departure does to a student, as tuning seed 5001 showed: nothing, little, or
 * so much that the student fails.
 */
type Effect = 'none' | 'small' | 'decides'

/** One way to be nearer to the paper. */
export interface Variant {
  readonly id: string
  /** What is different, for tables. */
  readonly words: string
  /** The setting, in a few letters for the axis of a figure. */
  readonly short: string
  readonly effect: Effect
  /** Whether its students differ so much from each other that more data sets are drawn. */
  readonly isScattered?: true
  /** Settings of all networks, of teachers and students. */
  readonly ofAll?: (settings: Taught) => Partial<Taught>
  /** Settings of students. Networks that are trained on the labels do not read them. */
  readonly ofStudent?: (settings: Taught) => Partial<Taught>
}

/** τ = 1/log² k, with the teacher as far above the truncation level 1/τ² as before. */
const paperTemperature = ({ classes, temperature, teacherScale }: Taught): Partial<Taught> => {
  const ofPaper = 1 / log(classes) ** 2
  return { temperature: ofPaper, teacherScale: teacherScale * (temperature / ofPaper) ** 2 }
}

/** Every departure once, after the settings as they are. */
export const variants: readonly Variant[] = [
  { id: 'as-is', words: 'as it is', short: 'as is', effect: 'none' },
  {
    id: 'tolerance',
    words: 'steps of a tenth of the length (stepTolerance)',
    short: 'steps',
    effect: 'none',
    ofAll: ({ stepTolerance }) => ({ stepTolerance: stepTolerance / 10 }),
  },
  {
    id: 'neurons',
    words: 'm = k neurons per class',
    short: 'm',
    effect: 'none',
    ofAll: ({ classes }) => ({ neurons: classes }),
  },
  {
    id: 'temperature',
    words: 'τ = 1/log² k',
    short: 'τ',
    effect: 'none',
    ofStudent: paperTemperature,
  },
  {
    id: 'factor',
    words: 'the teacher’s average times 1',
    short: 'scale',
    effect: 'small',
    ofStudent: () => ({ teacherScale: 1 }),
  },
  {
    id: 'labels',
    words: 'labels and views drawn independently',
    short: 'labels',
    effect: 'small',
    ofAll: () => ({ trainingDraw: 'independent' }),
  },
  {
    id: 'others',
    words: 'Σz of other classes as in Definition 1',
    short: 'Σz',
    effect: 'decides',
    ofAll: () => ({ otherWeight: regimeAt('theorems', 100).otherWeight }),
  },
  {
    id: 'mask',
    words: 'no mask in (4.4)',
    short: 'mask',
    effect: 'decides',
    isScattered: true,
    ofStudent: () => ({ mask: 'none' }),
  },
]

/** The settings of networks that are trained on the labels. */
export const ofLabels = (settings: Taught, { ofAll }: Variant): Taught => ({
  ...settings,
  ...ofAll?.(settings),
})

/** The settings of students. */
export const ofStudents = (settings: Taught, variant: Variant): Taught => ({
  ...ofLabels(settings, variant),
  ...variant.ofStudent?.(settings),
})
