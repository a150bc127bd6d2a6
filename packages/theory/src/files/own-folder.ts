import { lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The folder of this name inside one of ours, made if it is not there.
 *
 * @throws Error of one line when the name is a link or a file: what is written there must not end up elsewhere.
 */
export const ownFolder = (folder: string, name: string): string => {
  const path = join(folder, name)
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there === undefined) mkdirSync(path, { recursive: true })
  else if (!there.isDirectory())
    throw new Error(
      `${path} is ${there.isSymbolicLink() ? 'a link' : 'a file'}; it must be a folder of its own: remove it.`,
    )
  return path
}
