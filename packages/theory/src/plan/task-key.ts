/** A task's identity: a hash of all that its result depends on. */

import { createHash } from 'node:crypto'
import type { Task } from './tasks.ts'

/** 32 hexadecimal digits; equal for equal tasks, in whatever order their fields were written. */
export const taskKey = (task: Task): string =>
  createHash('sha256').update(canonical(task)).digest('hex').slice(0, 32)

/** JSON with sorted keys. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Float64Array) return Array.from(part)
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
