/** The outcome of a task as a text: its result, or why its settings make it impossible. */

import * as v from 'valibot'
import { Impossible } from './impossible.ts'
import { keptIn, keptText } from './kept-file.ts'
import { TaskFailure } from './task-identity.ts'
import { isResult, type ResultOf, type Task } from './tasks/index.ts'

const runSchema = 'multiview.run/2'
const failureSchema = 'multiview.failure/1'

export const resultText = (version: string, task: Task, result: unknown): string =>
  keptText(runSchema, version, task, result)

/**
 * The result in a text.
 *
 * @throws Error with the reason if the text cannot be used.
 */
export const resultIn = <T extends Task>(text: string, version: string, task: T): ResultOf<T> => {
  const result = keptIn(text, runSchema, version, task)
  if (!isResult(task, result)) throw new Error('it does not hold the result of such a task')
  return result as ResultOf<T>
}

/** @param error an impossible setting, or a task that fails on every worker */
export const failureText = (version: string, task: Task, { name, message }: Error): string =>
  keptText(failureSchema, version, task, { name, message })

/**
 * The text of what the work gives, or of why the settings make it impossible. They are impossible
 * everywhere then.
 */
export const computedText = async (
  version: string,
  task: Task,
  work: () => Promise<unknown>,
): Promise<string> => {
  try {
    return resultText(version, task, await work())
  } catch (error) {
    if (error instanceof Impossible) return failureText(version, task, error)
    throw error
  }
}

const failure = v.object({ name: v.picklist(['Impossible', 'TaskFailure']), message: v.string() })

/** @throws Error with the reason if the text cannot be used. */
export const failureIn = (text: string, version: string, task: Task): Impossible | TaskFailure => {
  const found = v.safeParse(failure, keptIn(text, failureSchema, version, task))
  if (!found.success) throw new Error('it does not hold a failure')
  const { name, message } = found.output
  return name === 'Impossible' ? new Impossible(message) : new TaskFailure(message)
}

export type TaskOutcome<T> = { readonly result: T } | { readonly failure: Error }

/** @throws Error with the reason if the text cannot be used. */
export const outcomeIn = <T extends Task>(
  text: string,
  version: string,
  task: T,
): TaskOutcome<ResultOf<T>> =>
  text.startsWith(`{"schema":"${failureSchema}"`)
    ? { failure: failureIn(text, version, task) }
    : { result: resultIn(text, version, task) }
