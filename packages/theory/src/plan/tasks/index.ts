/** All kinds of tasks. A new kind is a file of its own and a line of `kinds`. */

import { type Checkpointing, validSettings } from '@multiview/network'
import { anatomy } from './anatomy.ts'
import { approximation } from './approximation.ts'
import { average } from './average.ts'
import { denseAndLimit } from './dense-and-limit.ts'
import { denseErrors } from './dense-errors.ts'
import { distill } from './distill.ts'
import { gaussian } from './gaussian.ts'
import { growth } from './growth.ts'
import type { ReportStep, TaskKind } from './kind.ts'
import { measureErrors } from './measure-errors.ts'
import { measureReducedErrors } from './measure-reduced-errors.ts'
import { partition } from './partition.ts'
import { reducedPartition } from './reduced-partition.ts'
import { tangent } from './tangent.ts'
import { teach } from './teach.ts'
import { train } from './train.ts'

const kinds = {
  train,
  'measure-errors': measureErrors,
  partition,
  approximation,
  'dense-and-limit': denseAndLimit,
  'dense-errors': denseErrors,
  growth,
  anatomy,
  average,
  tangent,
  gaussian,
  teach,
  distill,
  'measure-reduced-errors': measureReducedErrors,
  'reduced-partition': reducedPartition,
}

type Kinds = typeof kinds

/** Any task. Its `kind` names the one that runs it. */
export type Task = { [Kind in keyof Kinds]: Parameters<Kinds[Kind]['run']>[0] }[keyof Kinds]

export type ResultOf<T extends Task> = ReturnType<Kinds[T['kind']]['run']>

/** Whether the result of such a task is saved. */
export const isKept = ({ kind }: Task): boolean => kinds[kind].kept

/** Whether a value from a file can be the result of a task. */
export const isResult = (task: Task, value: unknown): boolean => {
  const { isResult: check } = kinds[task.kind] as TaskKind<Task, unknown>
  return check?.(task, value) ?? true
}

/**
 * Runs a task in this thread. Its settings are checked once, for all that it draws and trains.
 *
 * @throws SettingError for settings that are not allowed.
 */
export const execute = <T extends Task>(
  task: T,
  progress: ReportStep = () => {},
  checkpoint?: Checkpointing<never>,
): ResultOf<T> =>
  // A task's kind takes that task, which TypeScript cannot see through the table.
  (kinds[task.kind].run as (task: T, progress: ReportStep, checkpoint?: Checkpointing<never>) => ResultOf<T>)(
    { ...task, settings: validSettings<Task['settings']>(task.settings) },
    progress,
    checkpoint,
  )
