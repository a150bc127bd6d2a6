/**
 * Schedules the tasks of claims and remembers their results. A result depends on its task alone, so
 * claims that ask for the same task share one run, and a result that an earlier run of the same
 * version saved is read instead of computed again.
 */

import type { QueueState } from '@multiview/cluster'
import type { CheckpointFile } from './checkpoint-file.ts'
import { Impossible } from './impossible.ts'
import type { Pool } from './pool.ts'
import type { Store } from './store.ts'
import { type TimeLeft, taskClock } from './task-clock.ts'
import { TaskFailure, taskKey } from './task-identity.ts'
import { isKept, type ResultOf, type Task } from './tasks/index.ts'

export interface Scheduler {
  run<T extends Task>(task: T): Promise<ResultOf<T>>
  /**
   * Tasks requested and done. Those whose results are saved, nearly all of them models, are counted
   * separately.
   */
  progress(): RunProgress
}

export interface RunProgress {
  readonly models: { readonly done: number; readonly asked: number }
  readonly tasks: { readonly done: number; readonly asked: number }
  readonly latest: { readonly step: number; readonly loss: number } | null
  /** For the tasks that this process computes; null before any was timed. */
  readonly left: TimeLeft | null
  /** For a pool on a queue: its state, once it is known. */
  readonly queue?: QueueState | null
  /** Tasks of a queue that were computed twice, with the same outcome; null without an audit. */
  readonly audited?: number | null
}

/** @param store saves results that took long, such as trained models; null saves none. */
export const scheduler = (pool: Pool, store: Store | null): Scheduler => {
  const results = new Map<string, Promise<unknown>>()
  const models = { done: 0, asked: 0 }
  const tasks = { done: 0, asked: 0 }
  const clock = taskClock()
  const compute = async (task: Task, checkpoint?: CheckpointFile): Promise<unknown> => {
    const timer = clock.add(task.kind)
    try {
      return await pool.run(task, checkpoint, timer.start)
    } finally {
      timer.end()
    }
  }
  /** Reads the result from the store, or computes it and saves it there for this run and others. */
  const keep = async (task: Task, key: string): Promise<unknown> => {
    let there: unknown = store?.load(key, task)
    if (there === undefined) there = await store?.fromOthers?.(key, task)
    if (there !== undefined) return there
    try {
      const computed = await compute(task, store?.checkpoint?.(key))
      store?.save(key, task, computed as never)
      return computed
    } catch (error) {
      if (error instanceof Impossible || error instanceof TaskFailure) store?.fail?.(key, task, error)
      throw error
    }
  }
  const start = async (task: Task, key: string): Promise<unknown> => {
    const counts = isKept(task) ? [tasks, models] : [tasks]
    for (const each of counts) each.asked++
    const result = isKept(task) || store?.keepsAll ? await keep(task, key) : await compute(task)
    for (const each of counts) each.done++
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
    progress: () => ({
      models: { ...models },
      tasks: { ...tasks },
      latest: pool.latest(),
      left: clock.left(),
      queue: pool.queue?.() ?? null,
      audited: pool.audited?.() ?? null,
    }),
  }
}
