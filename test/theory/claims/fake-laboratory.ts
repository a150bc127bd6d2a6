import type { LimitRun } from '@multiview/network'
import type { Laboratory, Task } from '@multiview/theory'

type TrainTask = Extract<Task, { kind: 'train' }>
type TestTask = Extract<Task, { kind: 'test' }>
type PartitionTask = Extract<Task, { kind: 'partition' }>

export interface Answers {
  train?: (task: TrainTask) => Partial<LimitRun>
  /** Numbers of errors. */
  test?: (task: TestTask) => { single: number; multi: number }
  /** Errors in units of μ, one a size. */
  partition?: (task: PartitionTask) => number[]
}

/** A laboratory that answers instead of training: claims are judged on synthetic results. */
export const fakeLaboratory = (answers: Answers): Laboratory => ({
  run: async task => answer(task, answers) as never,
  progress: () => ({ models: { done: 0, asked: 0 }, tasks: { done: 0, asked: 0 }, latest: null }),
})

const answer = (task: Task, answers: Answers): unknown => {
  if (task.kind === 'train') {
    const features = 2 * task.settings.classes
    return {
      steps: 1,
      loss: 0,
      trainingErrors: 0,
      initialStrength: new Float64Array(features).fill(1),
      finalStrength: new Float64Array(features).fill(1),
      featureCorrelation: new Float64Array(features * task.settings.classes * task.settings.neurons),
      race: null,
      ...answers.train?.(task),
    } satisfies LimitRun
  }
  if (task.kind === 'partition') return { errors: answers.partition?.(task) ?? task.sizes.map(() => 0) }
  const { single, multi } = answers.test?.(task) ?? { single: 0, multi: 0 }
  return {
    singleErrors: single,
    singles: 2 * task.settings.classes * task.singlePerCell,
    multiErrors: multi,
    multis: task.settings.classes * task.multiPerClass,
  }
}
