/** Which of several processes with one folder writes the report: exactly one of them. */

import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Shard } from '../plan/shared-store.ts'

export const writerFile = 'writer.txt'

/**
 * Writes the report of a run, unless another process with the same folder does. Then the user is
 * told which one, and nothing is returned.
 */
export type WriteOnce = <T>(write: () => T) => Promise<T | undefined>

/** Seconds within which an earlier writer must have finished. */
const longestWriting = 10

/**
 * Call it before the work: a writer that is there by then was left by an earlier process.
 *
 * @param finished the file that is written last
 * @param shard undefined if no other process has the folder
 */
export const writerIn = (folder: string, finished: string, shard: Shard | undefined): WriteOnce => {
  if (shard === undefined) return async write => write()
  const path = join(folder, writerFile)
  const isWritten = (): boolean => existsSync(join(folder, finished))
  const earlier = textOf(path)
  const begin = (): boolean => {
    try {
      const file = openSync(path, 'wx')
      writeSync(file, `${hostname()} (process ${process.pid})`)
      closeSync(file)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    }
  }
  const end = (): void => rmSync(path, { force: true })
  /** Makes this process the writer; else returns why it is not. */
  const otherWriter = async (): Promise<string | null> => {
    if (!begin()) {
      const by = textOf(path)
      if (by === undefined) return 'the report is written'
      if (by !== earlier) return `${by} writes the report`
      // It was there when this process began. If it does not finish, it was killed.
      for (let waited = 0; !isWritten() && waited < longestWriting; waited++) await pause(1000)
      if (!isWritten()) return null
    } else if (!isWritten()) return null
    end()
    return 'the report is written'
  }
  return async write => {
    const reason = await otherWriter()
    if (reason === null) {
      const made = write()
      end()
      return made
    }
    process.stderr.write(`Share ${shard.index}/${shard.count} of ${folder} is done; ${reason}.\n`)
    return undefined
  }
}

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').slice(0, 200)
  } catch {
    return undefined
  }
}
