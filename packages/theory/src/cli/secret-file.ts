/** Files that hold a key or a password. Messages name the file and never its text. */

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { InputError } from './complaint.ts'
import { quoted } from './parse.ts'
import { codeOf } from './run-request.ts'

/** Bytes of the longest key or password. */
const longest = 4096

/**
 * The text of a file without its last line break.
 *
 * @throws InputError for a file that cannot be read, or that others than its owner can read.
 */
export const secretIn = (option: string, path: string): string => {
  if (path.trim() === '' || /\p{Cc}/u.test(path))
    throw new InputError(`${option} is ${quoted(path)}; name a file.`)
  let file: number
  try {
    // Without O_NONBLOCK, opening a pipe without a writer would block.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    throw new InputError(`${option} ${path} cannot be read (${codeOf(error)}); name a file of this user.`)
  }
  try {
    const stat = fstatSync(file)
    if (!stat.isFile() || stat.size > longest)
      throw new InputError(`${option} ${path} is not a file of at most ${longest} bytes; name such a file.`)
    const mode = stat.mode & 0o777
    // Windows has no such modes.
    if ((mode & 0o077) !== 0 && process.platform !== 'win32')
      throw new InputError(
        `${option} ${path} is open to others than its owner (mode ${mode.toString(8)}); close it with chmod 600, and renew what it holds if others may have read it.`,
      )
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } finally {
    closeSync(file)
  }
}
