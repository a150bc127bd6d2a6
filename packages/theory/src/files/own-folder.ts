import { lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** A name in the folder of a run that a link or a file has taken. */
export class TakenName extends Error {
  override readonly name = 'TakenName'
}

/**
 * The folder of this name inside the folder of a run, made if it does not exist.
 *
 * @throws TakenName, an error of one line, if the name is a link or a file: nothing may be written
 * through a link to another place.
 */
export const ownFolder = (folder: string, name: string): string => {
  const path = join(folder, name)
  if (!isOwnFolder(path)) mkdirSync(path, { recursive: true })
  return path
}

/**
 * Whether the folder is there. It is asked again before each file of a long run, since the name may
 * have become a link.
 *
 * @throws TakenName if the name is a link or a file.
 */
export const isOwnFolder = (path: string): boolean => {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there !== undefined && !there.isDirectory())
    throw new TakenName(
      `${path} is ${there.isSymbolicLink() ? 'a link' : 'a file'}; it must be a folder of its own: remove it.`,
    )
  return there !== undefined
}
