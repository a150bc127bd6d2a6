/** All kinds of tasks. A new kind is a file of its own and a line of `kinds`; users add theirs. */

import {
  type Checkpointing,
  type SettingName,
  type Settings,
  settingNames,
  validSettings,
} from '@multiview/network'
import { encode } from '../encoding.ts'
import { isPermanent } from '../impossible.ts'
import { inOneLine } from '../thrown.ts'
import { anatomy } from './anatomy.ts'
import { approximation } from './approximation.ts'
import { average } from './average.ts'
import { denseAndLimit } from './dense-and-limit.ts'
import { denseErrors } from './dense-errors.ts'
import { disagreement } from './disagreement.ts'
import { distill } from './distill.ts'
import { gaussian } from './gaussian.ts'
import { growth } from './growth.ts'
import type { OpenSamples, ReportStep, TaskKind } from './kind.ts'
import { margins } from './margins.ts'
import { measureErrors } from './measure-errors.ts'
import { measureReducedErrors } from './measure-reduced-errors.ts'
import { mixed } from './mixed.ts'
import { isOwn, moduleOf, type OwnTask, ownKind, ownKindNames } from './own-kinds.ts'
import { partition } from './partition.ts'
import { reducedPartition } from './reduced-partition.ts'
import { selfDistill } from './self-distill.ts'
import { tangent } from './tangent.ts'
import { train } from './train.ts'
import { trainReduced } from './train-reduced.ts'

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
  mixed,
  margins,
  'train-reduced': trainReduced,
  distill,
  'self-distill': selfDistill,
  'measure-reduced-errors': measureReducedErrors,
  'reduced-partition': reducedPartition,
  disagreement,
}

export const kindNames: readonly string[] = /* @__PURE__ */ Object.keys(kinds)

type Kinds = typeof kinds

/** A task of one of these kinds. */
type BuiltInTask = { [Kind in keyof Kinds]: Parameters<Kinds[Kind]['run']>[0] }[keyof Kinds]

/** Any task. Its `kind` names the one that runs it. */
export type Task = BuiltInTask | OwnTask

/** The result of a user's kind has no known type. */
export type ResultOf<T extends Task> = T extends BuiltInTask ? ReturnType<Kinds[T['kind']]['run']> : unknown

type AnyKind = Omit<TaskKind<Task, unknown>, 'kept' | 'reads'> &
  Partial<Pick<TaskKind<Task, unknown>, 'kept' | 'reads'>>

/** @throws RangeError for a kind that does not exist. */
const kindOf = (task: Task): AnyKind => {
  const kind = isOwn(task)
    ? ownKind(task)?.kind
    : Object.hasOwn(kinds, task.kind)
      ? (kinds[task.kind] as AnyKind)
      : undefined
  if (kind === undefined)
    throw new RangeError(
      `there is no kind of task ${JSON.stringify(task.kind)}; choose from ${[...kindNames, ...ownKindNames()].join(', ')}. ` +
        'A kind of your own is named "own:…" and is in the list `tasks` of its module.',
    )
  return kind
}

/**
 * Whether tasks of one of these kinds with such settings read one of them. A user's kind that does
 * not say what it reads is taken to read all.
 */
export const areRead = (
  kinds: readonly Task['kind'][],
  { featureNoise }: Pick<Settings, 'featureNoise'>,
  name: SettingName,
): boolean =>
  kinds.some(kind => {
    const { reads = settingNames } = kindOf({ kind } as Task)
    return reads.includes(name) || (name === 'patches' && featureNoise > 0 && reads.includes('featureNoise'))
  })

/** Whether the result of such a task is saved. */
export const isKept = (task: Task): boolean => kindOf(task).kept ?? true

/** Whether a value from a file can be the result of a task. */
export const isResult = (task: Task, value: unknown): boolean => kindOf(task).isResult(task, value)

/** What the bounds of a model leave open in the result of a task; undefined for other kinds. */
export const openSamples = (task: Task, result: unknown): OpenSamples<unknown> | undefined =>
  kindOf(task).openSamples?.(result)

/**
 * Runs a task in this thread. Its settings are checked once, for all that it draws and trains.
 *
 * @throws SettingError for settings that are not allowed; RangeError for a task of a user's kind
 * that throws or that returns what the kind does not promise.
 */
export const execute = <T extends Task>(
  task: T,
  progress: ReportStep = () => {},
  checkpoint?: Checkpointing<never>,
): ResultOf<T> => {
  const { settings } = task
  const checked = settings === undefined ? task : { ...task, settings: validSettings(settings) }
  const kind = kindOf(task)
  const run = () => kind.run(checked, progress, checkpoint)
  return (isOwn(task) ? promised(task, kind, run) : run()) as ResultOf<T>
}

/** The result of a user's kind, after the check that it is what the kind promises. */
const promised = (task: OwnTask, kind: AnyKind, run: () => unknown): unknown => {
  const { path } = moduleOf(task) ?? {}
  const whose = `the kind ${task.kind}${path === undefined ? '' : ` of ${path}`}`
  let result: unknown
  try {
    result = run()
  } catch (error) {
    throw error instanceof RangeError || isPermanent(error)
      ? error
      : new RangeError(`${whose} threw ${inOneLine(error, path)}.`, { cause: error })
  }
  const text = plainText(result)
  if (text === undefined)
    throw new RangeError(
      `${whose} returned ${inShort(result)}; a result is plain data: null, booleans, numbers, texts, lists, objects, Float64Array, Int32Array.`,
    )
  if (!accepts(kind, task, result))
    throw new RangeError(
      `${whose} returned ${text.length > longest ? `${text.slice(0, longest)}…` : text}, which its isResult refuses; correct run or isResult.`,
    )
  return result
}

/** A check that throws, such as one that reads a field of null, refuses. */
const accepts = (kind: AnyKind, task: OwnTask, result: unknown): boolean => {
  try {
    return kind.isResult(task, result) === true
  } catch {
    return false
  }
}

const longest = 100

/** The result as a file would hold it; undefined if it is not plain data. */
const plainText = (result: unknown): string | undefined => {
  try {
    return encode(result)
  } catch {
    return undefined
  }
}

const inShort = (value: unknown): string =>
  value instanceof Promise
    ? 'a promise'
    : typeof value === 'object'
      ? 'an object that holds other data'
      : `a value of type ${typeof value}`
