import { SettingError } from '@multiview/network'
import { TakenName } from '../files/own-folder.ts'
import { TaskFailure } from '../plan/task-failure.ts'
import { InputError } from './input-error.ts'

/** What the system says when it cannot write, in words, and what to do. */
const systemErrors: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'your quota of the disk is used up; free some space',
  EFBIG: 'a file may not grow so large here; raise the limit',
  EROFS: 'the disk is read-only; name another folder',
  EACCES: 'this user may not write there; name another folder',
  EPERM: 'this user may not write there; name another folder',
  EIO: 'the disk does not work; name another folder',
  EMFILE: 'too many files are open; raise the limit',
}

/** The one line for an error that is not a mistake of ours; undefined for one that is. */
export const complaint = (error: unknown): string | undefined => {
  // A RangeError is a run that its settings make impossible, such as a loss that diverges.
  if (
    error instanceof InputError ||
    error instanceof SettingError ||
    error instanceof RangeError ||
    error instanceof TaskFailure ||
    error instanceof TakenName
  )
    return oneLine(error.message)
  if (!(error instanceof Error)) return undefined
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) return undefined
  return oneLine(`${path ?? 'The output'} cannot be written: ${systemErrors[code] ?? syscall} (${code}).`)
}

/** Names that the user typed, or that stand in files, may hold anything; a terminal is to show it on one line, and obey none of it. */
const oneLine = (message: string): string => message.replace(/\s*\p{Cc}+\s*/gu, ' ').trim()
