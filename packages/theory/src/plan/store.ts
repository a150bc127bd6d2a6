/** Keeps each result that took long as one file of `runs/`, so that nothing is lost when a run is interrupted. */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { decode, encode } from './encoding.ts'
import { sha256, taskText } from './task-key.ts'
import type { ResultOf, Task } from './tasks/index.ts'

export interface Store {
  /** The result of this task, or undefined if it is not there or its file is not to be trusted. */
  load<T extends Task>(key: string, task: T): ResultOf<T> | undefined
  save<T extends Task>(key: string, task: T, result: ResultOf<T>): void
}

const schemaName = 'multiview.run/2'

const kept = v.strictObject({
  schema: v.literal(schemaName),
  version: v.string(),
  /** What it is the result of, as `taskText` writes it. */
  task: v.string(),
  /** SHA-256 of `result`. */
  checksum: v.string(),
  /** As `encode` writes it. */
  result: v.string(),
})

/**
 * @param folder the `runs/` of a report's folder; made if it is not there
 * @param warn called with one line for a file that is there but cannot be used; its result is then computed again
 */
export const fileStore = (folder: string, version: string, warn: (line: string) => void): Store => {
  mkdirSync(folder, { recursive: true })
  const pathOf = (key: string): string => join(folder, `${key}.json`)
  return {
    load: <T extends Task>(key: string, task: T) => {
      let text: string
      try {
        text = readFileSync(pathOf(key), 'utf8')
      } catch {
        return undefined
      }
      try {
        const file = v.parse(kept, JSON.parse(text))
        if (file.version !== version) throw new Error(`it is of version ${file.version}`)
        if (file.task !== taskText(task)) throw new Error('it is of another task')
        if (file.checksum !== sha256(file.result)) throw new Error('its checksum does not match')
        return decode(file.result) as ResultOf<T>
      } catch (error) {
        warn(`${pathOf(key)} is not used: ${(error as Error).message.split('\n')[0]}; it is computed again.`)
        return undefined
      }
    },
    save: (key, task, result) => {
      const text = encode(result)
      const file: v.InferOutput<typeof kept> = {
        schema: schemaName,
        version,
        task: taskText(task),
        checksum: sha256(text),
        result: text,
      }
      const draft = `${pathOf(key)}.${process.pid}.tmp`
      try {
        writeFileSync(draft, JSON.stringify(file))
        renameSync(draft, pathOf(key))
      } catch (error) {
        rmSync(draft, { force: true })
        throw error
      }
    },
  }
}
