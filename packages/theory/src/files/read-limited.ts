import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/** The largest file that is read as a whole: 256 MiB. */
const most = 2 ** 28

/**
 * A file's text.
 *
 * @throws the error of the system if it cannot be read; RangeError, before anything is read, if it
 * is larger than 256 MiB; TypeError if it is not a file, such as a pipe, which could block for
 * ever.
 */
export const readLimited = (path: string): string => {
  // Without O_NONBLOCK, opening a pipe without a writer would block.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) throw new TypeError('it is not a file')
    if (stat.size > most) throw new RangeError(`it has ${stat.size} bytes; at most ${most} are allowed`)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}
