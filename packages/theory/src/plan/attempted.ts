/** Work in a laboratory that may turn out to be impossible in its settings: the loss diverges, or nothing is trained at all. */

import type { Laboratory } from './laboratory.ts'
import type { ResultOf, Task } from './tasks/index.ts'

export type Attempt<T> = { readonly result: T } | { readonly failure: string }

/**
 * Does the work, or says in a few words why it could not be done: settings that train for no step, or a task that its settings make
 * impossible (RangeError). Other errors are thrown. Where several tasks fail, all are waited for, so that the words do not depend on
 * which was the first.
 */
export const attempted = async <T>(
  laboratory: Laboratory,
  work: (laboratory: Laboratory) => Promise<T>,
): Promise<Attempt<T>> => {
  const failures: string[] = []
  const running = new Set<Promise<unknown>>()
  const attempt = async <Asked extends Task>(task: Asked): Promise<ResultOf<Asked>> => {
    if (task.settings.maxSteps === 0) {
      failures.push('training did not start, since maxSteps is 0')
      throw new RangeError('not trained')
    }
    try {
      return await laboratory.run(task)
    } catch (error) {
      if (error instanceof RangeError) failures.push(inWords(error))
      throw error
    }
  }
  const run = <Asked extends Task>(task: Asked): Promise<ResultOf<Asked>> => {
    const result = attempt(task)
    running.add(result)
    const done = () => void running.delete(result)
    result.then(done, done)
    return result
  }
  try {
    return { result: await work({ ...laboratory, run }) }
  } catch (error) {
    if (failures.length === 0) throw error
    while (running.size > 0) {
      await Promise.allSettled(running)
      // Whoever waited for these may ask for more.
      await new Promise(resolve => setTimeout(resolve))
    }
    return { failure: failures.reduce((a, b) => (b < a ? b : a)) }
  }
}

/** In one line, without the name of the function. */
const inWords = ({ message }: RangeError): string =>
  message
    .split('\n')[0]
    .replace(/^\w+: /, '')
    .replace(/\.$/, '')
