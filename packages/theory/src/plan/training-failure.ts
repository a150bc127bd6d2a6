/** Work whose training may fail: the loss diverges, no step is allowed, or its workers die. */

import { diverged } from './impossible.ts'
import type { Scheduler } from './scheduler.ts'
import { isDeadly } from './task-identity.ts'
import type { ResultOf, Task } from './tasks/index.ts'

export type Trained<T> = { readonly result: T } | { readonly failure: string }

/**
 * Does the work, or gives the reason why training failed: settings that allow no step, a loss that
 * diverges, or a task whose workers died. Other errors are thrown. If several tasks fail, all are
 * awaited, so that the reason does not depend on which failed first.
 */
export const tryTraining = async <T>(
  scheduler: Scheduler,
  work: (scheduler: Scheduler) => Promise<T>,
): Promise<Trained<T>> => {
  const failures = new Map<unknown, string>()
  const running = new Set<Promise<unknown>>()
  const attempt = async <Asked extends Task>(task: Asked): Promise<ResultOf<Asked>> => {
    if (task.settings?.maxSteps === 0) {
      const untrained = new RangeError('training did not start, since maxSteps is 0')
      failures.set(untrained, untrained.message)
      throw untrained
    }
    try {
      return await scheduler.run(task)
    } catch (error) {
      if (error instanceof RangeError && diverged.test(error.message)) failures.set(error, inWords(error))
      if (isDeadly(error)) failures.set(error, error.message)
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
    return { result: await work({ ...scheduler, run }) }
  } catch (error) {
    if (!failures.has(error)) throw error
    while (running.size > 0) {
      await Promise.allSettled(running)
      // Work that awaited these may start more.
      await new Promise(resolve => setTimeout(resolve))
    }
    return { failure: [...failures.values()].reduce((a, b) => (b < a ? b : a)) }
  }
}

/** In one line, without the name of the function. */
const inWords = ({ message }: RangeError): string =>
  message
    .split('\n')[0]
    .replace(/^\w+: /, '')
    .replace(/\.$/, '')
