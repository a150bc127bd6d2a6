/** What identifies a task: its key and text for programs, its name for people. */

import { sha256 } from '../files/hash.ts'
import { bytesOf, isTypedArray } from './encoding.ts'
import type { Task } from './tasks/index.ts'
import { moduleOf } from './tasks/own-kinds.ts'

/** 32 hexadecimal digits; equal for equal tasks, in whatever order their fields were written. */
export const taskKey = (task: Task): string => sha256(taskText(task)).slice(0, 32)

/**
 * A task as JSON with sorted keys. It has the length and the hash of each array of numbers. So the
 * text is short, and only equal tasks have equal texts. When what the tasks of a user's module run
 * changes, they become different tasks.
 */
export const taskText = (task: Task): string =>
  JSON.stringify({ ...task, $module: moduleOf(task)?.tasks }, (_, part: unknown) => {
    if (isTypedArray(part))
      return { array: part.constructor.name, length: part.length, sha256: sha256(bytesOf(part)) }
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })

/** A task in words for the user: its kind, and the names that tell it from others of that kind. */
export const taskName = (task: Task): string => {
  const { names, testSet } = task as { names?: object; testSet?: unknown }
  const told = Object.entries(names ?? (testSet === undefined ? {} : { testSet })).map(
    ([name, value]) => `${name} ${value}`,
  )
  return told.length === 0 ? `Task ${task.kind}` : `Task ${task.kind} (${told.join(', ')})`
}

/** The settings of a task as `--set` takes them; empty if it has none. */
export const taskSettings = ({ settings }: Task): string =>
  Object.entries(settings ?? {})
    .map(([name, value]) => `${name}=${[value].flat().join(',')}`)
    .join(' ')

/** Why a task failed, if it was not by itself. */
export interface FailureCause {
  /**
   * Whether the processes of its workers died. Then the other tasks of a run go on, and its report
   * tells of it.
   */
  readonly isDeadly?: boolean
  /** Whether this machine is the reason, such as a disk that is missing. */
  readonly isOfMachine?: boolean
}

/** A task that failed twice, on two workers. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure'
  readonly isDeadly: boolean
  readonly isOfMachine: boolean

  constructor(message: string, { isDeadly = false, isOfMachine = false }: FailureCause = {}) {
    super(message)
    this.isDeadly = isDeadly
    this.isOfMachine = isOfMachine
  }
}

/** Whether an error is that of a task whose workers died. */
export const isDeadly = (error: unknown): error is TaskFailure =>
  error instanceof TaskFailure && error.isDeadly
