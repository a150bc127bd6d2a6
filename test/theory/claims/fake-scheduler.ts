import type { LimitRun, ReducedTeacher } from '@multiview/network'
import type { ResultOf, Scheduler, Task } from '@multiview/theory'

export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>

/** The results of the scheduler for each kind of task. */
export type Answers = { readonly [Kind in Task['kind']]?: (task: TaskOf<Kind>) => ResultOf<TaskOf<Kind>> }

const plainAnswers: Answers = {
  train: task => trained(task),
  'measure-errors': task => tested(task, { single: 0, multi: 0 }),
  partition: task => ({ errors: task.sizes.map(() => 0) }),
  'train-reduced': task => taughtRun(task),
  'measure-reduced-errors': task => testedReduced(task, { single: 0, multi: 0 }),
  'reduced-partition': task => partitioned(task.sizes.map(() => 0)),
}

/** A scheduler that returns synthetic results instead of training. */
export const fakeScheduler = (answers: Answers): Scheduler => ({
  run: async task => {
    const answer = { ...plainAnswers, ...answers }[task.kind] as ((task: Task) => unknown) | undefined
    if (answer === undefined) throw new Error(`the test has no answer to a task of kind ${task.kind}`)
    return answer(task) as never
  },
  progress: () => ({ models: { done: 0, asked: 0 }, tasks: { done: 0, asked: 0 }, latest: null, left: null }),
})

/** A successful run, except for the given fields. */
export const trained = ({ settings }: TaskOf<'train'>, part: Partial<LimitRun> = {}): LimitRun => {
  const features = settings.views * settings.classes
  return {
    steps: 1,
    loss: 0,
    trainingErrors: 0,
    initialStrength: new Float64Array(features).fill(1),
    finalStrength: new Float64Array(features).fill(1),
    featureCorrelation: new Float64Array(features * settings.classes * settings.neurons),
    race: null,
    ...part,
  }
}

/** The given number of errors on the samples of a task. */
export const tested = (
  { settings, singlePerCell, multiPerClass }: TaskOf<'measure-errors'>,
  { single, multi }: { single: number; multi: number },
): ResultOf<TaskOf<'measure-errors'>> => ({
  singleErrors: single,
  singles: 2 * settings.classes * singlePerCell,
  multiErrors: multi,
  multis: settings.classes * multiPerClass,
})

/**
 * A reduced model that was trained well and has learned view 1 of each class, except for the given
 * fields.
 */
export const taughtRun = (
  { settings: { classes, neurons } }: TaskOf<'train-reduced'>,
  part: Partial<ReducedTeacher> = {},
): ReducedTeacher => ({
  steps: 1,
  time: 1,
  loss: 0,
  trainingErrors: 0,
  initialStrength: new Float64Array(2 * classes).fill(1),
  strength: Float64Array.from({ length: 2 * classes }, (_, feature) => 1 - (feature % 2)),
  own: new Float64Array(2 * classes * neurons),
  promoted: new Float64Array(0),
  largestIdle: 0,
  certificate: {
    largestIdle: 0,
    outputBound: 0,
    promoted: 0,
    computed: 1,
    full: classes,
    drawn: 0,
    replayed: 0,
  },
  outputs: new Float64Array(0),
  largestUnshown: 0,
  race: null,
  ...part,
})

/**
 * The given number of errors of each ensemble of reduced models on the samples of a task. Bounds
 * leave open `undecided` of the single-view ones.
 */
export const testedReduced = (
  { settings, singlePerCell, multiPerClass, ensembles }: TaskOf<'measure-reduced-errors'>,
  { single, multi, undecided = 0 }: { single: number; multi: number; undecided?: number },
): ResultOf<TaskOf<'measure-reduced-errors'>> =>
  ensembles.map(() => ({
    singleErrors: single,
    singles: 2 * settings.classes * singlePerCell,
    multiErrors: multi,
    multis: settings.classes * multiPerClass,
    singleUndecided: undecided,
    multiUndecided: 0,
  }))

/** Errors of reduced ensembles of each size, of which bounds leave open a share. */
export const partitioned = (errors: readonly number[], openShare = 0): ReducedPartitionResult => ({
  errors,
  errorsIfRight: errors.map(error => error * (1 - openShare)),
  undecided: 1000 * openShare,
  compared: 1000,
})

type ReducedPartitionResult = ResultOf<TaskOf<'reduced-partition'>>
