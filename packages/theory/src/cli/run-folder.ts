/** The folder of a run: which folders a run may use, and how it enters one. */

import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { meantBy } from '../files/write-whole.ts'
import { isPermanent } from '../plan/impossible.ts'
import { version } from '../version.ts'
import { InputError } from './complaint.ts'
import { checkPlace, makeFolder, requestFile } from './new-folder.ts'
import {
  codeOf,
  hasEnded,
  impossibleRun,
  parsedRequest,
  type RequestOf,
  readRequest,
  writeRequest,
} from './run-request.ts'

/** Whether a run was asked for tables too: a resumed run writes them as well. */
export const keptCsv = v.optional(v.literal(true))

/** The folders of one kind of run. */
export interface RunFolder<Request> {
  /** The file that only a finished run has. */
  readonly finished: string
  /** The names of the fields of a request. */
  readonly entries: readonly string[]
  /**
   * Makes the folder ready for a run. Returns whether this is a shared run that is finished; then
   * nothing is left to do.
   *
   * A run of one process replaces a finished run of the same kind. Anything else is refused, and
   * then nothing is changed. Processes that share a run may enter in any order and at any time.
   *
   * @throws InputError if the folder cannot be written, or holds a file that multiview did not
   * write or, for a shared run, another run.
   */
  enter(folder: string, request: Request, how: Entry): boolean
  /** @throws InputError unless the folder holds a run of this kind and version. */
  read(folder: string): Request
  /**
   * Does the work of a run. If its settings make it impossible, this is recorded in its request.
   */
  during<T>(folder: string, request: Request, work: () => Promise<T>): Promise<T>
}

export interface Entry {
  /** Whether the request was read from the folder. Then the folder is ready. */
  readonly isResumed: boolean
  /** Whether several processes have the folder. */
  readonly isShared: boolean
}

/** The files that a run writes in its folder. */
export interface Contents {
  /** The file that only a finished run has. */
  readonly finished: string
  readonly files: readonly string[]
  /** Folders, each with a function that says whether multiview wrote an entry of it. */
  readonly folders: Readonly<Record<string, (entry: string, request: unknown) => boolean>>
}

/**
 * @param schema names the kind and its format
 * @param entries of the request
 */
export const runFolder = <Entries extends v.ObjectEntries>(
  schema: string,
  entries: Entries,
  contents: Contents,
): RunFolder<RequestOf<Entries>> => {
  type Request = RequestOf<Entries>
  const { finished } = contents

  const prepare = (folder: string, request: Request): void => {
    checkPlace('--out', folder)
    const paths = replaceablePaths(folder, contents)
    writing(folder, () => {
      for (const path of paths) remove(join(folder, path))
      makeFolder(resolve(folder))
      accessSync(folder, constants.W_OK)
      writeRequest(folder, schema, request)
    })
  }

  /** Returns whether the run is finished. */
  const joinRun = (folder: string, request: Request): boolean => {
    checkPlace('--out', folder)
    const names = namesIn(folder)
    const parsed = names.includes(requestFile) ? parsedRequest(folder) : undefined
    if (parsed === undefined) {
      // Another process may be writing the request.
      const strange = names.find(name => (meantBy(name) ?? name) !== requestFile)
      if (strange !== undefined) throw noRun(folder, strange)
      writing(folder, () => {
        makeFolder(resolve(folder))
        writeRequest(folder, schema, request)
      })
      return false
    }
    const { ended, ...found } = parsed as { ended?: unknown }
    if (JSON.stringify(found) !== JSON.stringify({ schema, version, ...request }))
      throw new InputError(
        `--out ${folder} holds another run; --shard joins a run of the same claims, settings and files: name another folder.`,
      )
    if (typeof ended === 'string') throw impossibleRun('--out', folder, ended)
    return names.includes(finished)
  }

  return {
    finished,
    entries: Object.keys(entries),
    enter: (folder, request, { isResumed, isShared }) => {
      if (isShared) return isResumed ? existsSync(join(folder, finished)) : joinRun(folder, request)
      if (!isResumed) prepare(folder, request)
      return false
    },
    read: folder => readRequest(folder, schema, entries),
    during: async (folder, request, work) => {
      try {
        return await work()
      } catch (error) {
        if (isPermanent(error))
          try {
            writeRequest(folder, schema, request, error.message)
          } catch {
            // The user sees the error that ended the run, not this one.
          }
        throw error
      }
    },
  }
}

/**
 * The paths of a finished run, which another run may replace.
 *
 * @throws InputError for a folder that holds anything else.
 */
const replaceablePaths = (folder: string, contents: Contents): string[] => {
  const names = namesIn(folder)
  const earlier = names.includes(requestFile) ? parsedRequest(folder) : undefined
  const paths = writing(folder, () => ownPaths(folder, names, contents, earlier))
  if (names.length > 0 && !names.includes(requestFile)) throw noRun(folder, names[0])
  if (names.length > 0 && !names.includes(contents.finished) && !hasEnded(earlier))
    throw new InputError(
      `--out ${folder} holds an unfinished run; resume it with --resume ${folder}, or name another folder.`,
    )
  return paths
}

/**
 * Every path in the folder, the contents of a folder before the folder.
 *
 * @throws InputError for a path that multiview did not write.
 */
const ownPaths = (
  folder: string,
  names: readonly string[],
  { finished, files, folders }: Contents,
  request: unknown,
): string[] => {
  const ownFiles = [requestFile, finished, ...files]
  return names.flatMap(name => {
    const isFolder = lstatSync(join(folder, name)).isDirectory()
    if (!isFolder && (ownFiles.includes(meantBy(name) ?? name) || Object.hasOwn(folders, name))) return [name]
    if (!isFolder || !Object.hasOwn(folders, name)) throw notOurs(folder, name)
    const inside = readdirSync(join(folder, name)).map(entry => {
      const path = join(name, entry)
      if (!folders[name](entry, request) || lstatSync(join(folder, path)).isDirectory())
        throw notOurs(folder, path)
      return path
    })
    return [...inside, name]
  })
}

/** Removes a link, not its target, and a folder only if it is empty. */
const remove = (path: string): void => (lstatSync(path).isDirectory() ? rmdirSync(path) : rmSync(path))

const noRun = (folder: string, strange: string): InputError =>
  new InputError(
    `--out ${folder} holds ${strange} but no ${requestFile}, so it is not a run of multiview; name an empty or new folder.`,
  )

const notOurs = (folder: string, path: string): InputError =>
  new InputError(
    `--out ${folder} holds ${path}, which is not a file of multiview; move it, or name another folder.`,
  )

const namesIn = (folder: string): string[] => {
  if (!existsSync(folder)) return []
  if (!statSync(folder).isDirectory()) throw new InputError(`--out ${folder} is a file; name a folder.`)
  return writing(folder, () => readdirSync(folder))
}

const writing = <T>(folder: string, action: () => T): T => {
  try {
    return action()
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`--out ${folder} cannot be written (${codeOf(error)}); name another folder.`)
  }
}
