/**
 * Checkpoints of a task in a file, so that after an interruption the task resumes from the last
 * one.
 */

import { dirname } from 'node:path'
import type { Checkpointing } from '@multiview/network'
import { isOwnFolder } from '../files/own-folder.ts'
import { readLimited } from '../files/read-limited.ts'
import { writeWhole } from '../files/write-whole.ts'
import { keptIn, keptText } from './kept-file.ts'
import type { Task } from './tasks/index.ts'

/** Where checkpoints are, and how often one is saved. */
export interface CheckpointFile {
  readonly path: string
  readonly version: string
  /** Seconds between two checkpoints. */
  readonly seconds: number
}

const schema = 'multiview.partial/1'

/** The longest text that is saved. A longer one would take longer to write than it saves. */
const longest = 2 ** 26

/** The clock is read only once in this many steps. */
const stepsBetween = 50

/**
 * Checkpointing in a file. The state is the task's, of any type: a checksum guards it, and the kind
 * of the task knows its fields.
 *
 * @param warn called with one line for a file that exists but cannot be used; the task then starts
 * from the beginning.
 */
export const checkpointsIn = (
  { path, version, seconds }: CheckpointFile,
  task: Task,
  warn: (line: string) => void,
): Checkpointing<never> => {
  let last = performance.now()
  let keeps = true
  let resumeFrom: unknown
  try {
    resumeFrom = keptIn(readLimited(path), schema, version, task)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT')
      warn(`${path} is not used: ${message.split('\n')[0]}; its training starts from the beginning.`)
  }
  return {
    resumeFrom: resumeFrom as never,
    isDue: step =>
      keeps && step > 0 && step % stepsBetween === 0 && performance.now() - last >= 1000 * seconds,
    save: state => {
      try {
        const text = keptText(schema, version, task, state)
        isOwnFolder(dirname(path))
        if (text.length > longest) keeps = false
        else writeWhole(path, text)
      } catch (error) {
        // The state is not plain data.
        if (error instanceof TypeError) throw error
        // A full disk ends the run when the result is written; a checkpoint only saves time.
        keeps = false
      }
      last = performance.now()
    },
  }
}
