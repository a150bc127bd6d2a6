/** The line that tells the user of an error, and the errors that the user can correct. */

import { SettingError } from '@multiview/network/settings'
import { TakenName } from '../files/own-folder.ts'
import { Refused, Suspended } from '../plan/suspended.ts'
import { TaskFailure } from '../plan/task-identity.ts'

/** Input that cannot be used: one line, exit status 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** The codes of the system for what cannot be written: the cause in words, and what to do. */
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

/** The line that tells the user of an error; undefined for an error of the program itself. */
export const complaint = (error: unknown): string | undefined => {
  // Settings that make a run impossible, such as a loss that diverges, give a RangeError.
  if (
    error instanceof InputError ||
    error instanceof SettingError ||
    error instanceof RangeError ||
    error instanceof TaskFailure ||
    error instanceof Suspended ||
    error instanceof Refused ||
    error instanceof TakenName
  )
    return oneLine(error.message)
  if (!(error instanceof Error)) return undefined
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) return undefined
  return oneLine(`${path ?? 'The output'} cannot be written: ${systemErrors[code] ?? syscall} (${code}).`)
}

/**
 * Names that the user typed, or that files hold, may contain control characters: without them the
 * message is one line, and cannot control the terminal.
 */
const oneLine = (message: string): string => message.replace(/\s*\p{Cc}+\s*/gu, ' ').trim()
