/** Keeps each result that took long as one file of `runs/`, so that nothing is lost when a run is interrupted. */

import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as v from 'valibot'
import { ownFolder } from '../files/own-folder.ts'
import { readLimited } from '../files/read-limited.ts'
import { meantBy, writeWhole } from '../files/write-whole.ts'
import { decode, encode } from './encoding.ts'
import { sha256, taskText } from './task-key.ts'
import { isResult, type ResultOf, type Task } from './tasks/index.ts'

export interface Store {
  /** The result of this task, or undefined if it is not there or its file is not to be trusted. */
  load<T extends Task>(key: string, task: T): ResultOf<T> | undefined
  save<T extends Task>(key: string, task: T, result: ResultOf<T>): void
}

const schemaName = 'multiview.run/2'

const text = v.string('is no text')
const kept = v.object({
  version: text,
  /** What it is the result of, as `taskText` writes it. */
  task: text,
  /** SHA-256 of `result`. */
  checksum: text,
  /** As `encode` writes it. */
  result: text,
})

/** The result that a file holds. @throws Error whose message says in a few words why there is none to be trusted. */
const resultIn = (content: string, task: Task, version: string): unknown => {
  let parsed: unknown
  try {
    parsed = JSON.parse(content)
  } catch {
    throw new Error('it is cut short or damaged')
  }
  const schema = (parsed as { schema?: unknown } | null)?.schema
  if (schema !== schemaName)
    throw new Error(
      typeof schema === 'string' && /^multiview\.run\/\d{1,9}$/.test(schema)
        ? `it is of the format ${schema}, and this version writes ${schemaName}`
        : 'it is no result of multiview',
    )
  const { success, output: file } = v.safeParse(kept, parsed)
  if (!success) throw new Error('it is damaged')
  if (file.version !== version)
    throw new Error(`it is of version ${JSON.stringify(file.version.slice(0, 40))}`)
  if (file.task !== taskText(task)) throw new Error('it is of another task')
  if (file.checksum !== sha256(file.result)) throw new Error('its checksum does not match')
  const result = decode(file.result)
  if (!isResult(task, result)) throw new Error('it does not hold what such a task gives')
  return result
}

/**
 * @param folder the `runs/` of a report's folder; made if it is not there
 * @param warn called with one line for a file that is there but cannot be used; its result is then computed again
 */
export const fileStore = (folder: string, version: string, warn: (line: string) => void): Store => {
  ownFolder(dirname(folder), basename(folder))
  // Half-written by a run that was killed.
  for (const name of readdirSync(folder)) if (meantBy(name)) rmSync(join(folder, name), { force: true })
  const pathOf = (key: string): string => join(folder, `${key}.json`)
  return {
    load: <T extends Task>(key: string, task: T) => {
      try {
        return resultIn(readLimited(pathOf(key)), task, version) as ResultOf<T>
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException
        if (code !== 'ENOENT')
          warn(`${pathOf(key)} is not used: ${message.split('\n')[0]}; it is computed again.`)
        return undefined
      }
    },
    save: (key, task, result) => {
      const content = encode(result)
      const file: v.InferOutput<typeof kept> & { readonly schema: string } = {
        schema: schemaName,
        version,
        task: taskText(task),
        checksum: sha256(content),
        result: content,
      }
      writeWhole(pathOf(key), JSON.stringify(file))
    },
  }
}
