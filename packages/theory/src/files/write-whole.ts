import { randomInt } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

/**
 * Writes a draft beside the file and renames it, so that a reader never sees half of the file, even
 * if this process is killed. A link of the file's name is replaced, not followed.
 *
 * @throws the error of the system, with the file's path, if it cannot be written; the draft is
 * removed then.
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

/** On other machines, processes of the same number may write to the same folder. */
const writer = /* @__PURE__ */ randomInt(2 ** 47)

const draftOf = (path: string): string => `${path}.${writer}.tmp`

/** The file that a draft is for; undefined for a name that is not a draft's. */
export const meantBy = (name: string): string | undefined => /^(.+)\.\d+\.tmp$/.exec(name)?.[1]

const writeNew = (path: string, text: string): void => {
  // Fails if the file exists, so that a link that was put there meanwhile is not followed.
  const file = openSync(path, 'wx')
  try {
    const bytes = Buffer.from(text)
    // If the disk fills up, one write is partial and the next one fails.
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    // Otherwise a machine that loses power may keep the new name and lose the text.
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
