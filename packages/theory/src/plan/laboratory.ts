/**
 * Where claims get their results. A result is known by its task alone, so claims that ask for the
 * same task share one run, and what an earlier run of the same version left on disk is read instead
 * of computed again.
 */

import type { Pool } from './pool.ts'
import type { Store } from './store.ts'
import { taskKey } from './task-identity.ts'
import { isKept, type ResultOf, type Task } from './tasks/index.ts'

export interface Laboratory {
  run<T extends Task>(task: T): Promise<ResultOf<T>>
  /**
   * Tasks asked for and done so far; those that are kept, nearly all of them models, by themselves
   * too.
   */
  progress(): Progress
}

export interface Progress {
  readonly models: { readonly done: number; readonly asked: number }
  readonly tasks: { readonly done: number; readonly asked: number }
  readonly latest: { readonly step: number; readonly loss: number } | null
}

/** @param store keeps what took long, such as trained models; null keeps nothing. */
export const laboratory = (pool: Pool, store: Store | null): Laboratory => {
  const results = new Map<string, Promise<unknown>>()
  const models = { done: 0, asked: 0 }
  const tasks = { done: 0, asked: 0 }
  /** Reads what is on disk, or computes it and leaves it there. */
  const keep = async (task: Task, key: string): Promise<unknown> => {
    models.asked++
    let result: unknown = store?.load(key, task)
    if (result === undefined) {
      const computed = await pool.run(task, store?.checkpoint?.(key))
      store?.save(key, task, computed)
      result = computed
    }
    models.done++
    return result
  }
  const start = async (task: Task, key: string): Promise<unknown> => {
    tasks.asked++
    const result = isKept(task) ? await keep(task, key) : await pool.run(task)
    tasks.done++
    return result
  }
  return {
    run: <T extends Task>(task: T) => {
      const key = taskKey(task)
      let result = results.get(key)
      if (!result) {
        result = start(task, key)
        results.set(key, result)
      }
      return result as Promise<ResultOf<T>>
    },
    progress: () => ({ models: { ...models }, tasks: { ...tasks }, latest: pool.latest() }),
  }
}
