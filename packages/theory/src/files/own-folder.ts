import { lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** A name in a folder of ours that is taken by something that may not be written to. */
export class TakenName extends Error {
  override readonly name = 'TakenName'
}

/**
 * The folder of this name inside one of ours, made if it is not there.
 *
 * @throws TakenName, an error of one line, when the name is a link or a file: what is written there must not end up elsewhere.
 */
export const ownFolder = (folder: string, name: string): string => {
  const path = join(folder, name)
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there === undefined) mkdirSync(path, { recursive: true })
  else if (!there.isDirectory())
    throw new TakenName(
      `${path} is ${there.isSymbolicLink() ? 'a link' : 'a file'}; it must be a folder of its own: remove it.`,
    )
  return path
}
