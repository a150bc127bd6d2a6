/** Which of several processes with one folder writes the report: exactly one of them. */

import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export const writerFile = 'writer.txt'

export interface Turn {
  /**
   * Makes this process the writer; otherwise says who is, or `null` if the report is written.
   */
  take(): Promise<{ readonly isMine: true } | { readonly isMine: false; readonly by: string | null }>
  /** After the report is written. */
  end(): void
}

/** Seconds in which a writer that was there before this process must have finished. */
const longestWriting = 10

/** @param finished the file that is written last */
export const turnIn = (folder: string, finished: string): Turn => {
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
  return {
    take: async () => {
      if (!begin()) {
        const by = textOf(path)
        if (by === undefined || by !== earlier) return { isMine: false, by: by ?? null }
        // It was there when this process began. If it does not finish, it was killed.
        for (let waited = 0; !isWritten() && waited < longestWriting; waited++) await pause(1000)
        if (!isWritten()) return { isMine: true }
      } else if (!isWritten()) return { isMine: true }
      end()
      return { isMine: false, by: null }
    },
    end,
  }
}

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').slice(0, 200)
  } catch {
    return undefined
  }
}
