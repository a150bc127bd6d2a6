import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

/**
 * Writes beside the file and renames, so that nobody ever reads half of it, whenever this process is killed. A link in the
 * file's place is replaced, not followed.
 *
 * @throws the error of the system, with the file's path, when it cannot be written; nothing is left behind then.
 */
export const writeWhole = (path: string, text: string): void => {
  const draft = draftOf(path)
  try {
    rmSync(draft, { force: true })
    writeNew(draft, text)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw Object.assign(error as Error, { path })
  }
}

const draftOf = (path: string): string => `${path}.${process.pid}.tmp`

/** The file that a draft was to become; undefined for a name that is no draft's. */
export const meantBy = (name: string): string | undefined => /^(.+)\.\d+\.tmp$/.exec(name)?.[1]

const writeNew = (path: string, text: string): void => {
  // Fails where the file exists, so that no link put there meanwhile is followed.
  const file = openSync(path, 'wx')
  try {
    const bytes = Buffer.from(text)
    // A disk that fills up takes a part at first, and fails at the next.
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  } finally {
    closeSync(file)
  }
}
