/** Saves each result that took long as a file of `runs/`, so that an interrupted run keeps it. */

import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isOwnFolder, ownFolder } from '../files/own-folder.ts'
import { readLimited } from '../files/read-limited.ts'
import { meantBy, writeWhole } from '../files/write-whole.ts'
import type { CheckpointFile } from './checkpoint-file.ts'
import { resultIn, resultText } from './outcome.ts'
import type { ResultOf, Task } from './tasks/index.ts'

export interface Store {
  /** The result of this task, or undefined if there is no file of it that can be used. */
  load<T extends Task>(key: string, task: T): ResultOf<T> | undefined
  save<T extends Task>(key: string, task: T, result: ResultOf<T>): void
  /** The file of the checkpoints of a task; `save` removes it. */
  checkpoint?(key: string): CheckpointFile
  /** Whether results that are quickly computed again are saved too. */
  readonly keepsAll?: boolean
  /**
   * The result of a task that another process computes, once it is there; undefined if this process
   * must compute it.
   */
  fromOthers?<T extends Task>(key: string, task: T): Promise<ResultOf<T> | undefined> | undefined
  /** Tells other processes that a task failed. */
  fail?(key: string, task: Task, error: Error): void
}

/** Seconds between two checkpoints of one model: the most training that a killed run loses. */
const secondsBetween = 20

export interface StoreOptions {
  /** Seconds between two checkpoints. */
  readonly seconds?: number
  /** Whether other processes write to the folder, too. */
  readonly isShared?: boolean
  /** The `runs/` of another run, whose results are taken where the folder has none. */
  readonly reused?: string | undefined
}

/**
 * @param folder the `runs/` of a report's folder; made if it does not exist
 * @param warn called with one line for a file that exists but cannot be used; its result is then
 * computed again
 */
export const fileStore = (
  folder: string,
  version: string,
  warn: (line: string) => void,
  { seconds = secondsBetween, isShared = false, reused }: StoreOptions = {},
): Store => {
  ownFolder(dirname(folder), basename(folder))
  // Drafts that a killed run left. In a shared folder others may be writing them.
  for (const name of readdirSync(folder))
    if (!isShared && meantBy(name)) rmSync(join(folder, name), { force: true })
  const pathOf = (key: string): string => join(folder, `${key}.json`)
  const checkpoint = (key: string): CheckpointFile => ({
    path: join(folder, `${key}.partial.json`),
    version,
    seconds,
  })
  const read = <T extends Task>(path: string, task: T): ResultOf<T> | undefined => {
    try {
      return resultIn(readLimited(path), version, task)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT') warn(`${path} is not used: ${message.split('\n')[0]}; it is computed again.`)
      return undefined
    }
  }
  const save = <T extends Task>(key: string, task: T, result: ResultOf<T>): void => {
    isOwnFolder(folder)
    writeWhole(pathOf(key), resultText(version, task, result))
    rmSync(checkpoint(key).path, { force: true })
  }
  return {
    load: <T extends Task>(key: string, task: T) => {
      const own = read(pathOf(key), task)
      if (own !== undefined || reused === undefined) return own
      const other = read(join(reused, basename(pathOf(key))), task)
      if (other !== undefined) save(key, task, other)
      return other
    },
    save,
    checkpoint,
  }
}
