/** A user's module: its path, and a hash of its files. */

import { readFileSync, statSync } from 'node:fs'
import { dirname, extname, relative, resolve } from 'node:path'
import { sha256 } from '../files/hash.ts'
import { taskSource } from './task-source.ts'

export interface ModuleFile {
  /** The path from the root of the file system. */
  readonly path: string
  /** The hash of the file and of all files that it imports by a relative path. */
  readonly sha256: string
  /** The same of the part that its tasks run; of all of it if that part is not known. */
  readonly tasks: string
}

const extensions = ['.js', '.mjs', '.ts', '.mts']

/**
 * Reads a module without running it.
 *
 * @throws RangeError for what is not a readable file of a module.
 */
export const moduleFile = (given: string): ModuleFile => {
  const path = resolve(given)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw new RangeError(`${given} does not exist; name an ES module.`)
  if (!stat.isFile() || !extensions.includes(extname(path)))
    throw new RangeError(
      `${given} is not a file of a module; name one that ends in ${extensions.slice(0, -1).join(', ')} or ${extensions.at(-1)}.`,
    )
  const text = readFileSync(path, 'utf8')
  const whole = hashOf(path, text)
  const part = taskSource(text)
  return { path, sha256: whole, tasks: part === undefined ? whole : hashOf(path, part) }
}

/** The hash of a text of the file, and of all files that this text imports by a relative path. */
const hashOf = (path: string, of: string): string => {
  const parts = new Map<string, string>()
  const read = (file: string, text: string): void => {
    parts.set(file, text)
    for (const [, , target] of text.matchAll(relativeImport)) {
      const imported = resolve(dirname(file), target)
      if (!parts.has(imported) && statSync(imported, { throwIfNoEntry: false })?.isFile())
        read(imported, readFileSync(imported, 'utf8'))
    }
  }
  read(path, of)
  const named = [...parts].map(([file, text]) => [relative(dirname(path), file), sha256(text)])
  return sha256(JSON.stringify(named.sort()))
}

/** Static and dynamic imports. Imports in comments are found, too; that does no harm. */
const relativeImport = /\b(?:from|import)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g
