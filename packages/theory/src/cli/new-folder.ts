/** Folders that a command writes to: where they may be, and how they are made. */

import { existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isFormat } from '../files/format.ts'
import { readLimited } from '../files/read-limited.ts'
import { InputError } from './complaint.ts'

export const requestFile = 'request.json'

/**
 * @throws InputError for a path through a dangling link, and for a folder inside that of another
 * run.
 */
export const checkPlace = (option: string, folder: string): void => {
  for (const path of [resolve(folder), ...ancestorsOf(resolve(folder))])
    if (!existsSync(path) && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
      throw new InputError(
        `${option} ${folder} leads through the link ${path} to ${readlinkSync(path)}, which does not exist; ` +
          'remove the link, or name another folder.',
      )
  const run = ancestorsOf(realPathOf(resolve(folder))).find(holdsRun)
  if (run !== undefined)
    throw new InputError(
      `${option} ${folder} lies inside ${run}, which is the folder of another run; name a folder outside it.`,
    )
}

/** Makes folder by folder: Node's recursive mkdir does not return for a parent such as /proc. */
export const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

const ancestorsOf = (path: string): string[] => {
  const parent = dirname(path)
  return parent === path ? [] : [parent, ...ancestorsOf(parent)]
}

/** The path without links, as far as it exists. */
const realPathOf = (path: string): string => {
  if (existsSync(path)) return realpathSync(path)
  return join(realPathOf(dirname(path)), path.slice(dirname(path).length))
}

const holdsRun = (folder: string): boolean => {
  try {
    const { schema } = JSON.parse(readLimited(join(folder, requestFile))) as { schema?: unknown }
    return isFormat(schema) && schema.includes('request/')
  } catch {
    return false
  }
}
