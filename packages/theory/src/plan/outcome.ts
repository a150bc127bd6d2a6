/** The outcome of a task as a text: its result, or why its settings make it impossible. */

import { keptIn, keptText } from './kept-file.ts'
import { isResult, type ResultOf, type Task } from './tasks/index.ts'

export const runSchema = 'multiview.run/2'
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

export const failureText = (version: string, task: Task, { message }: RangeError): string =>
  keptText(failureSchema, version, task, message)

export type Outcome<T> = { readonly result: T } | { readonly failure: RangeError }

/** @throws Error with the reason if the text cannot be used. */
export const outcomeIn = <T extends Task>(text: string, version: string, task: T): Outcome<ResultOf<T>> => {
  if (!text.startsWith(`{"schema":"${failureSchema}"`)) return { result: resultIn(text, version, task) }
  const message = keptIn(text, failureSchema, version, task)
  if (typeof message !== 'string') throw new Error('it does not hold a message')
  return { failure: new RangeError(message) }
}
