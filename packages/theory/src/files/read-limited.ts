import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/** The largest file that is read as a whole: 256 MiB. */
const most = 2 ** 28

/**
 * A file's text.
 *
 * @throws the error of the system when it cannot be read; RangeError, before anything is read, when it is larger than 256 MiB,
 * and TypeError for what is no file, such as a pipe that would be waited on for ever.
 */
export const readLimited = (path: string): string => {
  // Without O_NONBLOCK, opening a pipe that nobody writes to would wait.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) throw new TypeError('it is no file')
    if (stat.size > most) throw new RangeError(`it has ${stat.size} bytes, and ${most} are the most`)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}
