/** Runs tasks on worker threads, reports the progress of training, and replaces a lost worker. */

import type { QueueState } from '@multiview/cluster'
import { Piscina } from 'piscina'
import type { CheckpointFile } from './checkpoint-file.ts'
import { Impossible } from './impossible.ts'
import type { ModuleFile } from './module-file.ts'
import { TaskFailure, taskName } from './task-identity.ts'
import type { ResultOf, Task } from './tasks/index.ts'
import { modulesFor } from './tasks/own-kinds.ts'
import { watch } from './watch.ts'

export interface Pool {
  /**
   * @param checkpoint the file of the task's checkpoints; without it the task saves none.
   * @param started called when a worker takes the task. A pool on a queue does not call it.
   */
  run<T extends Task>(task: T, checkpoint?: CheckpointFile, started?: () => void): Promise<ResultOf<T>>
  /** The last step and loss that a training model reported. */
  latest(): { step: number; loss: number } | null
  /** For a pool on a queue: who is there and what is done. Null before that is known. */
  queue?(): QueueState | null
  /** For a pool on a queue: how many tasks were audited with success; null without an audit. */
  audited?(): number | null
  close(): Promise<void>
}

/** The data that a worker gets. */
export interface Job {
  readonly task: Task
  /** [step, loss] of the last report of training, shared by all workers. */
  readonly report: Float64Array
  /** [heartbeats], shared with the pool alone: 0 before the worker begins. */
  readonly life: Int32Array
  readonly checkpoint?: CheckpointFile | undefined
  /** What the worker must import before it knows the task's kind. */
  readonly modules: readonly ModuleFile[]
  /** Megabytes that the thread may have; without it there is no limit. */
  readonly memory?: number | undefined
}

/** What a worker returns: a result, why no machine can compute it, or what the task threw. */
export type Answer =
  | { readonly result: unknown }
  | { readonly impossible: string }
  | { readonly threw: string; readonly isOfMachine?: boolean }

/** An attempt that failed. */
class Failed extends Error {
  /** Whether the task threw, and its thread lives on. */
  readonly isThrown: boolean
  readonly isOfMachine: boolean

  constructor(message: string, isThrown: boolean, isOfMachine: boolean) {
    super(message)
    this.isThrown = isThrown
    this.isOfMachine = isOfMachine
  }
}

export interface PoolOptions {
  /** Seconds without a heartbeat, such as a step, after which a worker is given up; 30 minutes. */
  readonly patience?: number
  /**
   * Megabytes that each thread may have. A thread whose JavaScript heap grows beyond it ends, and a
   * task whose arrays do throws at its next reports of progress. Without it there is no limit.
   */
  readonly memory?: number | undefined
  /** Called with one line for each task that is run again. */
  readonly warn?: (line: string) => void
  /** The module that workers run, in place of our own. */
  readonly worker?: URL
}

/**
 * A result depends on its task alone, so another worker can run the task of a lost worker again. A
 * thread starts when a task finds all others busy; at most `workers` start.
 *
 * @throws from `run`: Impossible for a task that its settings make impossible; TaskFailure for a
 * task during which two workers, one after the other, threw, exited, ran out of memory or hung.
 */
export const workerPool = (
  workers: number,
  {
    patience = 1800,
    memory,
    warn = () => {},
    worker = new URL('./thread.cjs', import.meta.url),
  }: PoolOptions = {},
): Pool => {
  const threads = threadsOf(worker, workers, memory)
  const report = new Float64Array(new SharedArrayBuffer(16))
  const watcher = watch(patience)
  let closed = false

  const attempt = async (
    task: Task,
    checkpoint: CheckpointFile | undefined,
    started: () => void,
  ): Promise<unknown> => {
    const modules = modulesFor(task)
    const thread = await threads.take().catch(error => {
      throw closed ? error : new Failed(message(error), false, true)
    })
    started()
    const life = new Int32Array(new SharedArrayBuffer(4))
    const { signal, done } = watcher.begin(life)
    try {
      const job: Job = { task, report, life, checkpoint, modules, memory }
      const answer: Answer = await thread.run(job, { signal })
      if ('impossible' in answer) throw new Impossible(answer.impossible)
      if ('threw' in answer) throw new Failed(answer.threw, true, answer.isOfMachine === true)
      return answer.result
    } catch (error) {
      if (error instanceof Impossible || error instanceof Failed) throw error
      if (signal.aborted) throw new Failed(`it did not report for ${patience} s`, false, false)
      throw new Failed(message(error), false, Atomics.load(life, 0) === 0)
    } finally {
      done()
      // A thread that has not begun could not load this program. Piscina does not start another.
      if (Atomics.load(life, 0) === 0 && !closed) threads.replace(thread)
      else threads.giveBack(thread)
    }
  }
  return {
    run: async (task, checkpoint, started = () => {}) => {
      try {
        return (await attempt(task, checkpoint, started)) as never
      } catch (first) {
        // These settings would fail again, or the pool is closed.
        if (first instanceof Impossible || closed) throw first
        const line = `${taskName(task)} is run again: ${message(first)}.`
        // If a task throws twice, its failure says so.
        const isThrown = first instanceof Failed && first.isThrown
        if (!isThrown) warn(line)
        try {
          const result = await attempt(task, checkpoint, started)
          if (isThrown) warn(line)
          return result as never
        } catch (second) {
          throw new TaskFailure(
            `${taskName(task)} failed twice: ${message(first)}; then ${message(second)}.`,
            { isOfMachine: second instanceof Failed && second.isOfMachine },
          )
        }
      }
    },
    latest: () => (report[0] > 0 ? { step: report[0], loss: report[1] } : null),
    close: async () => {
      closed = true
      watcher.end()
      await threads.end()
    },
  }
}

const message = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0].replace(/\.$/, '')

/** Threads. Each is a pool of one thread, which is replaced when it is lost. */
const threadsOf = (worker: URL, most: number, memory: number | undefined) => {
  const all: Piscina[] = []
  const idle: Piscina[] = []
  const waiting: { resolve(thread: Piscina): void; reject(error: Error): void }[] = []
  const start = (): Piscina => {
    const thread = new Piscina({
      filename: worker.href,
      minThreads: 1,
      maxThreads: 1,
      ...(memory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memory } }),
    })
    // An error of a task that was given up, or of a closed pool, has no receiver.
    thread.on('error', () => {})
    all.push(thread)
    return thread
  }
  return {
    /** An idle thread, as soon as there is one; requests are served in their order. */
    take: async (): Promise<Piscina> => {
      const free = idle.pop() ?? (all.length < most ? start() : undefined)
      return free ?? new Promise<Piscina>((resolve, reject) => waiting.push({ resolve, reject }))
    },
    giveBack: (thread: Piscina): void => {
      const next = waiting.shift()
      if (next) next.resolve(thread)
      else idle.push(thread)
    },
    replace: (thread: Piscina): void => {
      all.splice(all.indexOf(thread), 1)
      thread.destroy().catch(() => {})
      const next = waiting.shift()
      if (next === undefined) return
      try {
        next.resolve(start())
      } catch (error) {
        next.reject(error as Error)
      }
    },
    /** Ends all threads and waits for their end; whoever waits for a thread is rejected. */
    end: async (): Promise<void> => {
      for (const { reject } of waiting.splice(0)) reject(new Error('the pool is closed'))
      await Promise.all(all.map(thread => thread.destroy()))
    },
  }
}
