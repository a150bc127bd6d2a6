/** How far a task has come, kept in a file while it runs, so that after an interruption it goes on from there. */

import { readLimited } from '../files/read-limited.ts'
import { writeWhole } from '../files/write-whole.ts'
import { keptIn, keptText } from './kept-file.ts'
import type { Task } from './tasks/index.ts'
import type { Course } from './tasks/kind.ts'

/** Where, and how often. */
export interface CourseFile {
  readonly path: string
  readonly version: string
  /** Between two checkpoints. */
  readonly seconds: number
}

const schema = 'multiview.partial/1'

/** A longer text would take longer to write than it saves. */
const longest = 2 ** 26

/** @param warn called with one line for a file that is there but cannot be used; the task then begins anew */
export const courseIn = (
  { path, version, seconds }: CourseFile,
  task: Task,
  warn: (line: string) => void,
): Course => {
  let last = performance.now()
  let keeps = true
  let from: unknown
  try {
    from = keptIn(readLimited(path), schema, version, task)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') warn(`${path} is not used: ${message.split('\n')[0]}; its training begins anew.`)
  }
  const isDue = (): boolean => keeps && performance.now() - last >= 1000 * seconds
  return {
    from,
    isDue,
    keep: state => {
      if (!isDue()) return
      try {
        const text = keptText(schema, version, task, state)
        if (text.length > longest) keeps = false
        else writeWhole(path, text)
      } catch {
        // A disk that cannot take it ends the run when the result is to be kept; this is only for the way there.
        keeps = false
      }
      last = performance.now()
    },
  }
}
