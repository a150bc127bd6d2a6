/**
 * The `runs/` of a folder that several processes share. The key of a task decides whose it is; a
 * process computes its own tasks and waits for the results of the others.
 */

import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readLimited } from '../files/read-limited.ts'
import { writeWhole } from '../files/write-whole.ts'
import { failureIn, failureText } from './outcome.ts'
import { fileStore, type Store } from './store.ts'
import { Suspended } from './suspended.ts'
import type { ResultOf, Task } from './tasks/index.ts'

export interface Shard {
  /** The share, from 1 to `count`. */
  readonly index: number
  readonly count: number
}

/** The index of the process that computes a task. */
export const shareOf = (key: string, count: number): number =>
  (Number.parseInt(key.slice(0, 8), 16) % count) + 1

/** Milliseconds between two looks at the folder. */
const interval = 1000

const failedName = (key: string): string => `${key}.failed.json`

interface Waiting {
  readonly task: Task
  resolve(result: unknown): void
  reject(error: Error): void
}

interface SharedOptions extends Shard {
  readonly wait?: number | undefined
  /** As for `fileStore`. */
  readonly reused?: string | undefined
}

/**
 * A store in which every result is a file, also of tasks that are quick: the others need it.
 *
 * @param wait seconds; if no result arrives for so long, the work is suspended. If it is omitted,
 * there is no limit.
 */
export const sharedStore = (
  folder: string,
  version: string,
  warn: (line: string) => void,
  { index, count, wait = Number.POSITIVE_INFINITY, reused }: SharedOptions,
): Store & { close(): void } => {
  const store = fileStore(folder, version, warn, { isShared: true, reused })
  // Failures of an earlier attempt. This process tries its own tasks again, and others may do so.
  const old = new Map<string, number>()
  for (const name of readdirSync(folder).filter(each => each.endsWith(failedName('')))) {
    const path = join(folder, name)
    if (shareOf(name, count) === index) rmSync(path, { force: true })
    else old.set(name, timeOf(path))
  }
  const waiting = new Map<string, Waiting>()
  let last = performance.now()

  const look = (): void => {
    if (waiting.size === 0) {
      last = performance.now()
      return
    }
    const names = new Set(readdirSync(folder))
    for (const [key, { task, resolve, reject }] of waiting) {
      const failed = failedName(key)
      if (names.has(`${key}.json`)) resolve(store.load(key, task))
      else if (names.has(failed) && timeOf(join(folder, failed)) !== old.get(failed)) {
        try {
          reject(failureIn(readLimited(join(folder, failed)), version, task))
        } catch {
          // The file is damaged. The process that computes this task may try again.
          continue
        }
      } else continue
      waiting.delete(key)
      last = performance.now()
    }
    if (performance.now() - last <= 1000 * wait) return
    const owing = [...new Set([...waiting.keys()].map(key => shareOf(key, count)))].sort((a, b) => a - b)
    const shown =
      owing.length > 10
        ? `${owing.length} shares`
        : `share ${owing.map(each => `${each}/${count}`).join(', ')}`
    const error = new Suspended(
      `for ${wait} s no result came from ${shown}; ${waiting.size} tasks are missing.`,
    )
    for (const each of waiting.values()) each.reject(error)
    waiting.clear()
  }
  const timer = setInterval(() => {
    try {
      look()
    } catch (error) {
      for (const each of waiting.values()) each.reject(error as Error)
      waiting.clear()
    }
  }, interval)
  return {
    ...store,
    keepsAll: true,
    fromOthers: <T extends Task>(key: string, task: T) =>
      shareOf(key, count) === index
        ? undefined
        : new Promise<ResultOf<T> | undefined>((resolve, reject) => {
            waiting.set(key, { task, resolve: resolve as Waiting['resolve'], reject })
          }),
    save: (key, task, result) => {
      store.save(key, task, result)
      last = performance.now()
    },
    fail: (key, task, error) => {
      if (shareOf(key, count) === index)
        writeWhole(join(folder, failedName(key)), failureText(version, task, error))
    },
    close: () => clearInterval(timer),
  }
}

const timeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
