/** A task as a short text and its arrays apart, which are known by their hash. */

import { sha256 } from '../files/hash.ts'
import { base64, bytesOf, decode, encode, fromBase64 } from './encoding.ts'
import type { Task } from './tasks/index.ts'

export interface PackedTask {
  readonly text: string
  /** Each array once, by its SHA-256. */
  readonly arrays: ReadonlyMap<string, Uint8Array>
}

/** Bytes of the longest array that stays in the text. */
const shortest = 2048

/** The sign before a hash; base64 does not have it. */
const mark = '#'

export const packed = (task: Task): PackedTask => {
  const arrays = new Map<string, Uint8Array>()
  const text = encode(withoutUndefined(task), array => {
    if (array.byteLength <= shortest) return base64(array)
    const bytes = bytesOf(array)
    const hash = sha256(bytes)
    arrays.set(hash, bytes)
    return mark + hash
  })
  return { text, arrays }
}

/** @throws Error for a text that `packed` did not write, or an array that is not there. */
export const unpacked = ({ text, arrays }: PackedTask): Task =>
  decode(text, content => {
    if (!content.startsWith(mark)) return fromBase64(content)
    const bytes = arrays.get(content.slice(mark.length))
    if (bytes === undefined) throw new SyntaxError('an array is missing')
    return bytes
  }) as Task

/** The fields of a task that are not given. */
const withoutUndefined = (task: Task): object =>
  Object.fromEntries(Object.entries(task).filter(([, value]) => value !== undefined))
