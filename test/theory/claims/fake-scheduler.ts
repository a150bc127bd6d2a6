import type { LimitRun } from '@multiview/network'
import type { ResultOf, Scheduler, Task } from '@multiview/theory'

export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>

/** What the scheduler answers to each kind of task. */
export type Answers = { readonly [Kind in Task['kind']]?: (task: TaskOf<Kind>) => ResultOf<TaskOf<Kind>> }

const plainAnswers: Answers = {
  train: task => trained(task),
  'measure-errors': task => tested(task, { single: 0, multi: 0 }),
  partition: task => ({ errors: task.sizes.map(() => 0) }),
}

/** A scheduler that answers instead of training: claims are judged on synthetic results. */
export const fakeScheduler = (answers: Answers): Scheduler => ({
  run: async task => {
    const answer = { ...plainAnswers, ...answers }[task.kind] as ((task: Task) => unknown) | undefined
    if (answer === undefined) throw new Error(`the test has no answer to a task of kind ${task.kind}`)
    return answer(task) as never
  },
  progress: () => ({ models: { done: 0, asked: 0 }, tasks: { done: 0, asked: 0 }, latest: null }),
})

/** A run that ended well, but for what is given. */
export const trained = ({ settings }: TaskOf<'train'>, part: Partial<LimitRun> = {}): LimitRun => {
  const features = 2 * settings.classes
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

/** So many errors on the samples of a task. */
export const tested = (
  { settings, singlePerCell, multiPerClass }: TaskOf<'measure-errors'>,
  { single, multi }: { single: number; multi: number },
): ResultOf<TaskOf<'measure-errors'>> => ({
  singleErrors: single,
  singles: 2 * settings.classes * singlePerCell,
  multiErrors: multi,
  multis: settings.classes * multiPerClass,
})
