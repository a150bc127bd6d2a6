/** Files that hold a key or a password. Messages name the file and never its text. */

import { statSync } from 'node:fs'
import { readLimited } from '../files/read-limited.ts'
import { InputError } from './complaint.ts'
import { quoted } from './parse.ts'
import { codeOf } from './run-request.ts'

/** Characters of the longest key or password. */
const longest = 4096

/**
 * The text of a file without its last line break.
 *
 * @throws InputError for a file that cannot be read, or that others than its owner can read.
 */
export const secretIn = (option: string, path: string): string => {
  if (path.trim() === '' || /\p{Cc}/u.test(path))
    throw new InputError(`${option} is ${quoted(path)}; name a file.`)
  let text: string
  let mode: number
  try {
    text = readLimited(path)
    mode = statSync(path).mode & 0o777
  } catch (error) {
    throw new InputError(`${option} ${path} cannot be read (${codeOf(error)}); name a file of this user.`)
  }
  if (text.length > longest)
    throw new InputError(`${option} ${path} has more than ${longest} characters; name the right file.`)
  // Windows has no such modes.
  if ((mode & 0o077) !== 0 && process.platform !== 'win32')
    throw new InputError(
      `${option} ${path} is open to others than its owner (mode ${mode.toString(8)}); close it with chmod 600, and renew what it holds if others may have read it.`,
    )
  return text.replace(/\r?\n$/, '')
}
