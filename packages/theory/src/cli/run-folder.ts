/** The folder of a run: what may be replaced, what is refused, and what a run leaves in it from its first moment. */

import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import { isFormat } from '../files/format.ts'
import { readLimited } from '../files/read-limited.ts'
import { meantBy, writeWhole } from '../files/write-whole.ts'
import { version } from '../version.ts'
import { InputError } from './input-error.ts'

const requestFile = 'request.json'

/** What was asked for, kept beside its results so that `--resume` can go on: of the version that began it. */
const begun = { schema: v.string(), version: v.string() }

/** A kind of run: what its folder holds, and what it was asked for. */
export interface RunFolder<Request> {
  /**
   * Makes the folder ready for a new run. An earlier finished run of the same kind is replaced; anything else is refused.
   *
   * @throws InputError when it cannot be written, or holds something else.
   */
  prepare(folder: string, request: Request): void
  /** @throws InputError when the folder holds no run of this kind and version. */
  read(folder: string): Request
}

/**
 * @param schema names the kind and its format
 * @param entries of the request
 * @param ours what a run leaves in its folder, the last of it first: its presence says that the run is finished
 */
export const runFolder = <Entries extends v.ObjectEntries>(
  schema: string,
  entries: Entries,
  ours: readonly [finished: string, ...rest: string[]],
): RunFolder<v.InferOutput<v.ObjectSchema<Entries, undefined>>> => {
  const isOurs = (name: string): boolean => [requestFile, ...ours].includes(meantBy(name) ?? name)
  return {
    prepare: (folder, request) => {
      const names = namesIn(folder)
      if (names.length > 0) {
        const foreign = names.find(name => !isOurs(name))
        if (foreign !== undefined || !names.includes(requestFile))
          throw new InputError(
            `--out ${folder} holds ${foreign ?? names[0]}, which is no run of multiview; name an empty or new folder.`,
          )
        if (!names.includes(ours[0]))
          throw new InputError(
            `--out ${folder} holds an unfinished run; go on with --resume ${folder}, or name another folder.`,
          )
      }
      writing(folder, () => {
        for (const name of names) rmSync(join(folder, name), { recursive: true, force: true })
        makeFolder(resolve(folder))
        accessSync(folder, constants.W_OK)
        writeWhole(join(folder, requestFile), `${JSON.stringify({ schema, version, ...request }, null, 2)}\n`)
      })
    },
    read: folder => {
      let text: string
      try {
        text = readLimited(join(folder, requestFile))
      } catch (error) {
        throw new InputError(
          `--resume ${folder} holds no run of multiview: ${requestFile} cannot be read (${codeOf(error)}).`,
        )
      }
      const damaged = new InputError(
        `--resume ${folder} holds a ${requestFile} that is not ours or is damaged; start the run again.`,
      )
      let parsed: unknown
      try {
        parsed = JSON.parse(text)
      } catch {
        throw damaged
      }
      const base = v.safeParse(v.object(begun), parsed)
      if (!base.success) throw damaged
      const { schema: found } = base.output
      if (found !== schema)
        throw isFormat(found)
          ? new InputError(
              `--resume ${folder} is a run of the format ${found}, and this command goes on with ${schema}.`,
            )
          : damaged
      if (base.output.version !== version)
        throw new InputError(
          `--resume ${folder} is a run of version ${base.output.version.slice(0, 40)}, and this is ${version}; start it again.`,
        )
      const request = v.safeParse(v.object(entries), parsed)
      if (!request.success) throw damaged
      return request.output
    },
  }
}

/** Folder by folder: Node's own recursive mkdir never returns where the parent is one that cannot be written, as in /proc. */
export const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

const namesIn = (folder: string): string[] => {
  if (!existsSync(folder)) return []
  if (!statSync(folder).isDirectory()) throw new InputError(`--out ${folder} is a file; name a folder.`)
  return writing(folder, () => readdirSync(folder))
}

const writing = <T>(folder: string, action: () => T): T => {
  try {
    return action()
  } catch (error) {
    throw new InputError(`--out ${folder} cannot be written (${codeOf(error)}); name another folder.`)
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error as Error).message
