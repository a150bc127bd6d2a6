/**
 * The format of every file of `runs/`: the task that it belongs to, a result or a state, and a
 * checksum that detects damage.
 */

import * as v from 'valibot'
import { isFormat } from '../files/format.ts'
import { sha256 } from '../files/hash.ts'
import { decode, encode } from './encoding.ts'
import { taskText } from './task-identity.ts'
import type { Task } from './tasks/index.ts'

const text = v.string('is not a text')
const kept = v.object({
  version: text,
  /** The task that it belongs to, as `taskText` writes it. */
  task: text,
  /** SHA-256 of `result`. */
  checksum: text,
  /** As `encode` writes it. */
  result: text,
})

/** @param schema the format with its number, such as `multiview.run/2` */
export const keptText = (schema: string, version: string, task: Task, value: unknown): string => {
  const result = encode(value)
  const file: v.InferOutput<typeof kept> = {
    version,
    task: taskText(task),
    checksum: sha256(result),
    result,
  }
  return JSON.stringify({ schema, ...file })
}

/**
 * The value in a file.
 *
 * @throws Error with the reason if the file cannot be used.
 */
export const keptIn = (content: string, schema: string, version: string, task: Task): unknown => {
  let parsed: unknown
  try {
    parsed = JSON.parse(content)
  } catch {
    throw new Error('it is cut short or damaged')
  }
  const found = (parsed as { schema?: unknown } | null)?.schema
  if (found !== schema)
    throw new Error(
      isFormat(found)
        ? `it is of the format ${found}, and this version writes ${schema}`
        : 'it is not a result of multiview',
    )
  const { success, output: file } = v.safeParse(kept, parsed)
  if (!success) throw new Error('it is damaged')
  if (file.version !== version)
    throw new Error(`it is of version ${JSON.stringify(file.version.slice(0, 40))}`)
  if (file.task !== taskText(task)) throw new Error('it is of another task')
  if (file.checksum !== sha256(file.result)) throw new Error('its checksum does not match')
  return decode(file.result)
}
