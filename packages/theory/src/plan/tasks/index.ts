/** All kinds of work that claims ask for. A new kind is a file of its own and one line of `kinds`. */

import { anatomy } from './anatomy.ts'
import { approximation } from './approximation.ts'
import { average } from './average.ts'
import { denseAndLimit } from './dense-and-limit.ts'
import { distill } from './distill.ts'
import { gaussian } from './gaussian.ts'
import { growth } from './growth.ts'
import type { Course, ReportStep, TaskKind } from './kind.ts'
import { partition } from './partition.ts'
import { tangent } from './tangent.ts'
import { teach } from './teach.ts'
import { test } from './test.ts'
import { testReduced } from './test-reduced.ts'
import { train } from './train.ts'

const kinds = {
  train,
  test,
  partition,
  approximation,
  'dense-and-limit': denseAndLimit,
  growth,
  anatomy,
  average,
  tangent,
  gaussian,
  teach,
  distill,
  'test-reduced': testReduced,
}

type Kinds = typeof kinds

/** Any task. Its `kind` names the one that runs it. */
export type Task = { [Kind in keyof Kinds]: Parameters<Kinds[Kind]['run']>[0] }[keyof Kinds]

export type ResultOf<T extends Task> = ReturnType<Kinds[T['kind']]['run']>

/** Whether the result of such a task is worth keeping on disk. */
export const isKept = ({ kind }: Task): boolean => kinds[kind].kept

/** Whether a value from a file can be the result of a task. */
export const isResult = (task: Task, value: unknown): boolean => {
  const { isResult: check } = kinds[task.kind] as TaskKind<Task, unknown>
  return check?.(task, value) ?? true
}

/** Runs a task here and now. */
export const execute = <T extends Task>(
  task: T,
  progress: ReportStep = () => {},
  course?: Course,
): ResultOf<T> =>
  // The kind that a task names is the one that takes it; TypeScript cannot follow a union through the table.
  (kinds[task.kind].run as (task: T, progress: ReportStep, course?: Course) => ResultOf<T>)(
    task,
    progress,
    course,
  )
