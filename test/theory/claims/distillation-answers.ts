/** Results of a scheduler for invented teachers and students: their views and their errors. */

import { type ReducedTeacher, type StudentRun, trainingSetOf, visibleLayout } from '@multiview/network'
import { outputCount } from '../../../packages/network/src/objective/output-layout.ts'
import type { Answers, TaskOf } from './fake-scheduler.ts'

/** The learned views of each class: 1, 2 or both. */
export type Views = (classIndex: number) => readonly (1 | 2)[]

const nothing = {
  steps: 1,
  time: 1,
  loss: 0,
  trainingErrors: 0,
  promoted: new Float64Array(0),
  largestIdle: 0,
  certificate: {
    largestIdle: 0,
    outputBound: 0,
    promoted: 0,
    computed: 1,
    full: 50,
    drawn: 0,
    replayed: 0,
  },
}

const strengthOf = (classes: number, views: Views): Float64Array =>
  Float64Array.from({ length: 2 * classes }, (_, at) =>
    views(Math.floor(at / 2)).includes((1 + (at % 2)) as 1 | 2) ? 1 : 0,
  )

/** What the samples of a data set show. */
interface Shown {
  readonly outputs: number
  /** [S] the class of each slot, and the views of it that the sample shows, as bits. */
  readonly slotClass: Int32Array
  readonly views: Uint8Array
}

const drawn = new Map<string, Shown>()

/** Drawn once for all networks of a data set. */
const shownIn = ({ settings, names }: TaskOf<'train-reduced'>): Shown => {
  const found = drawn.get(names.dataset)
  if (found !== undefined) return found
  const data = trainingSetOf(settings, names)
  const layout = visibleLayout(data)
  const views = new Uint8Array(layout.slotClass.length)
  for (let n = 0; n < data.size; n++)
    for (let slot = layout.firstSlot[n]; slot < layout.firstSlot[n + 1]; slot++)
      for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) {
        const view = data.feature[p] - 2 * layout.slotClass[slot]
        if (view === 0 || view === 1) views[slot] |= 1 << view
      }
  const shown = { outputs: outputCount(layout), slotClass: layout.slotClass, views }
  drawn.set(names.dataset, shown)
  return shown
}

/**
 * A trained network with these views, whose outputs are 1 for a class of which a sample shows a
 * view that it has.
 */
export const teacherWith = (
  task: TaskOf<'train-reduced'>,
  views: Views,
  part: Partial<ReducedTeacher> = {},
): ReducedTeacher => {
  const { classes, neurons } = task.settings
  const shown = shownIn(task)
  const outputs = new Float64Array(shown.outputs)
  const known = Array.from({ length: classes }, (_, i) => views(i).reduce((bits, view) => bits | view, 0))
  shown.views.forEach((bits, slot) => {
    if ((bits & known[shown.slotClass[slot]]) !== 0) outputs[slot] = 1
  })
  return {
    ...nothing,
    initialStrength: new Float64Array(2 * classes).fill(1),
    strength: strengthOf(classes, views),
    own: new Float64Array(2 * classes * neurons),
    outputs,
    largestUnshown: 0,
    race: null,
    ...part,
  }
}

/** A taught network with these views. */
export const studentWith = (
  task: TaskOf<'distill' | 'self-distill'>,
  views: Views,
  part: Partial<StudentRun> = {},
): StudentRun => {
  const { classes, neurons } = task.settings
  const count = task.kind === 'distill' ? task.moments : 1
  const own = new Float64Array(2 * classes * neurons)
  const moment = { own, promoted: nothing.promoted, step: 1, time: 1, trainingErrors: 0, reach: 1 }
  return {
    ...nothing,
    initialStrength: new Float64Array(2 * classes).fill(1),
    strength: strengthOf(classes, views),
    own,
    isDone: true,
    moments: Array.from({ length: count }, (_, j) =>
      j < count - 1 ? moment : { ...moment, promoted: new Float64Array(4) },
    ),
    distance: 0,
    outputs: new Float64Array(0),
    ...part,
  }
}

/** The errors of each ensemble per hundred thousand samples of each kind. */
export const testedPerSample = (
  { settings, singlePerCell, multiPerClass, ensembles }: TaskOf<'measure-reduced-errors'>,
  errorsOf: (members: Ensemble) => { single: number; multi: number },
): ReturnType<NonNullable<Answers['measure-reduced-errors']>> => {
  const singles = 2 * settings.classes * singlePerCell
  const multis = settings.classes * multiPerClass
  return ensembles.map(members => {
    const { single, multi } = errorsOf(members)
    return {
      singleErrors: Math.round((single * singles) / 1e5),
      singles,
      multiErrors: Math.round((multi * multis) / 1e5),
      multis,
      singleUndecided: 0,
      multiUndecided: 0,
    }
  })
}

type Ensemble = TaskOf<'measure-reduced-errors'>['ensembles'][number]
