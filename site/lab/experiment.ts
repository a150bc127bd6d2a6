/**
 * The experiment of the lab, from the training set to the students: a pure function of its
 * settings, the same in a worker of a browser and in Node.
 */

import {
  countReducedErrors,
  type DistillationSettings,
  distillReducedModel,
  drawTestSet,
  handicap,
  learnedEach,
  lotteryWinners,
  type ReducedNetwork,
  type ReducedTeacher,
  type RunNames,
  regimeAt,
  type Settings,
  type StudentRun,
  trainingSetOf,
  trainReducedModel,
  truncatedSoftmax,
  viewPower,
  visibleLayout,
} from '@multiview/network'
import { stream } from '@multiview/tensor/random'
import type { DialValues } from './dials.ts'
import type { DataFound, Found, ShownSample, SoftLabel, SoftLabelsFound } from './found.ts'
import { recorder } from './recorder.ts'
import { namesOf, type Request, type TaughtStudent, trainingOf } from './request.ts'

type LabSettings = Settings & DistillationSettings

/** The settings of the lab: regime `theorems` at k, with those of the dials. */
export const settingsOf = (values: DialValues): LabSettings => ({
  ...(regimeAt('theorems', values.k) as LabSettings),
  neurons: values.m,
  power: values.q,
  initialScale: values.sigma,
  noiseNorm: values.xi,
  singleViewFraction: values.mu,
  otherFeatureRate: values.s,
  ...trainingOf(values),
})

/** Fresh samples of every class, and of every view for those that show one. */
const ofEach = 40

/** Classes of which a sample's soft label is shown. */
const mostLabels = 12

/** Samples of each kind in the figure of the data: both views, blue alone, orange alone. */
const shownOfKind = [3, 2, 2] as const

/** Shares of fresh samples. */
interface Shares {
  readonly errors: number
  readonly undecided: number
}
type SharesOf = (members: readonly ReducedNetwork[]) => Shares
type ErrorOf = (members: readonly ReducedNetwork[]) => number

/** Runs all of the experiment, and reports what it finds as soon as it is known. */
export const experiment = (request: Request, found: (what: Found) => void): void => {
  try {
    run(request, found)
  } catch (error) {
    // A setting that the network refuses, or a loss that diverges, has a sentence of its own.
    found({ kind: 'failed', why: error instanceof Error ? error.message : String(error) })
  }
}

const run = (request: Request, found: (what: Found) => void): void => {
  const settings = settingsOf(request.values)
  const names = namesOf(request)
  found(dataOf(settings, names))

  const fresh = (kind: 'single' | 'multi') => {
    const data = drawTestSet(kind, settings, ofEach, stream(request.seed, 'fresh samples', kind))
    return (members: readonly ReducedNetwork[]): Shares => {
      const { errors, undecided } = countReducedErrors(settings, members, data)
      return { errors: errors / data.size, undecided: undecided / data.size }
    }
  }
  const onSingle = fresh('single')
  const singleError: ErrorOf = members => onSingle(members).errors

  const first = race(request, found, onSingle, fresh('multi'))
  const members: ReducedTeacher[] = []
  for (let j = 0; j < request.members; j++) {
    const member = j === 0 ? first : trainReducedModel(settings, namesOf(request, j))
    members.push(member)
    found({
      kind: 'member',
      learned: learnedEach(member.strength),
      error: singleError([member]),
      ensembleError: singleError(members),
    })
  }

  const average = averageOutputs(members)
  found(softLabelsOf(settings, names, first.outputs, average))
  found({ kind: 'student', name: 'labels', ...testedStudent(first, true, singleError), race: null })
  const teach = (name: TaughtStudent, ofStudent: RunNames, teacher: Float64Array): void => {
    if (!request.students.includes(name)) return
    const record = recorder()
    const student = distillReducedModel(settings, ofStudent, teacher, {
      afterTraining: name === 'self',
      duration: 1,
      moments: 1,
      progress: (step, _, strength) => record.note(step, strength),
    })
    found({
      kind: 'student',
      name,
      ...testedStudent(student, student.isDone, singleError),
      race: record.ended(student),
    })
  }
  teach('ensemble', { ...names, initialization: 'student' }, average)
  if (members.length > 1) teach('self', names, members[1].outputs)
  found({ kind: 'done' })
}

const testedStudent = (student: StudentRun | ReducedTeacher, isDone: boolean, errorOf: ErrorOf) => ({
  learned: learnedEach(student.strength),
  error: errorOf([student]),
  isDone,
})

/** Trains the network of the race. */
const race = (
  request: Request,
  found: (what: Found) => void,
  onSingle: SharesOf,
  onMulti: SharesOf,
): ReducedTeacher => {
  const settings = settingsOf(request.values)
  const names = namesOf(request)
  const record = recorder(chunk => found({ kind: 'race', ...chunk }))
  const network = trainReducedModel(settings, names, {
    progress: (step, _, strength) => record.note(step, strength),
  })
  found({ kind: 'race', ...record.ended(network) })
  const { power, classes } = settings
  const data = trainingSetOf(settings, names)
  const single = onSingle([network])
  found({
    kind: 'raced',
    steps: network.steps,
    loss: network.loss,
    isDone: network.loss <= settings.targetLoss,
    samples: data.size,
    trainingErrors: network.trainingErrors,
    initialStrength: network.initialStrength,
    strength: network.strength,
    ahead:
      power > 2
        ? lotteryWinners(network.initialStrength, handicap(viewPower(data, power, 'all'), power), 1)
        : new Array<null>(classes).fill(null),
    learned: learnedEach(network.strength),
    singleError: single.errors,
    multiError: onMulti([network]).errors,
    undecided: single.undecided,
  })
  return network
}

/** The training set, and a few of its samples as rows of patches. */
const dataOf = (settings: Settings, names: RunNames): DataFound => {
  const data = trainingSetOf(settings, names)
  const left: number[] = [...shownOfKind]
  const samples: ShownSample[] = []
  for (let n = 0; n < data.size; n++) {
    const kind = data.presentView[n]
    const isAnother = samples.every(({ label }) => label !== data.label[n])
    if (left[kind] === 0 || (kind === 0 && !isAnother)) continue
    left[kind]--
    const [from, to] = [data.firstPatch[n], data.firstPatch[n + 1]]
    samples.push({
      label: data.label[n],
      presentView: kind,
      feature: [...data.feature.subarray(from, to)],
      weight: [...data.weight.subarray(from, to)],
    })
  }
  return {
    kind: 'data',
    classes: settings.classes,
    patches: settings.patches,
    noise: settings.noiseNorm,
    presentViews: [...data.presentView],
    samples: samples.sort((a, b) => a.presentView - b.presentView || a.label - b.label),
  }
}

/** G, the average of the members' outputs. */
const averageOutputs = (members: readonly ReducedTeacher[]): Float64Array =>
  members[0].outputs.map(
    (_, at) => members.reduce((sum, { outputs }) => sum + outputs[at], 0) / members.length,
  )

/** The soft labels of one multi-view training sample of each class. */
const softLabelsOf = (
  settings: LabSettings,
  names: RunNames,
  one: Float64Array,
  all: Float64Array,
): SoftLabelsFound => {
  const { classes, temperature, teacherScale } = settings
  const data = trainingSetOf(settings, names)
  const layout = visibleLayout(data)
  const { firstSlot, slotClass } = layout
  const soft = (outputs: Float64Array): Float64Array =>
    truncatedSoftmax(
      layout,
      outputs.map(output => output * teacherScale),
      temperature,
    )
  const softOfOne = soft(one)
  const softOfAll = soft(all)
  const ofSample = (p: Float64Array, n: number): number[] => {
    // The classes that a sample does not show share one value, behind all slots.
    const values = new Array<number>(classes).fill(p[slotClass.length + n])
    for (let slot = firstSlot[n]; slot < firstSlot[n + 1]; slot++) values[slotClass[slot]] = p[slot]
    return values
  }
  const samples: SoftLabel[] = []
  for (let label = 0; label < Math.min(classes, mostLabels); label++) {
    const n = data.label.findIndex((y, at) => y === label && data.presentView[at] === 0)
    if (n < 0) continue
    const views = new Array<boolean>(2 * classes).fill(false)
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++) views[data.feature[p]] = true
    samples.push({ label, views, one: ofSample(softOfOne, n), all: ofSample(softOfAll, n) })
  }
  return { kind: 'soft labels', samples }
}
