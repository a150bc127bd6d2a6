/** The files behind `--claims`: claims of the user, which run beside ours. */

import { basename } from 'node:path'
import * as v from 'valibot'
import type { Claim } from '../claims/claim.ts'
import { claims } from '../claims/index.ts'
import { ownClaims } from '../claims/own.ts'
import { importModule } from '../plan/import-module.ts'
import { type ModuleFile, moduleFile } from '../plan/module-file.ts'
import { InputError } from './complaint.ts'
import { quoted } from './parse.ts'

/** Our claims and those of some files. */
export interface KnownClaims {
  readonly files: readonly ModuleFile[]
  readonly claims: readonly Claim[]
}

export const ourClaims: KnownClaims = { files: [], claims }

/**
 * The form in which a request has the files: their names for messages, and their content. It has no
 * path, because a folder of a run may come from anyone and must not name code that runs.
 */
export const keptFiles = v.optional(v.array(v.object({ name: v.string(), sha256: v.string() })))

type KeptFile = v.InferOutput<NonNullable<typeof keptFiles.wrapped>>[number]

export const keptFileOf = ({ path, sha256 }: ModuleFile): KeptFile => ({ name: basename(path), sha256 })

/** @throws InputError of one line for a file that cannot be used. */
export const claimsOfFiles = (paths: readonly string[]): Promise<KnownClaims> =>
  load('--claims', paths.map(named))

/**
 * The files of a run that is resumed. The user names them again, and their content is compared.
 *
 * @throws InputError also for a file of the run that is not given, or whose content is another one,
 * and for a file that the run does not have.
 */
export const claimsAgain = (
  folder: string,
  kept: readonly KeptFile[],
  paths: readonly string[],
): Promise<KnownClaims> => {
  const given = paths.map(named)
  const files = kept.map(({ name, sha256 }) => {
    const found = given.find(each => each.sha256 === sha256)
    if (found === undefined) throw missing(folder, name, given)
    return found
  })
  const strange = given.find(each => !files.includes(each))
  if (strange !== undefined)
    throw new InputError(
      `--claims ${strange.path} is not a file of the run in ${folder}, or is named twice; remove it.`,
    )
  return load(`--resume ${folder}`, files)
}

const missing = (folder: string, name: string, given: readonly ModuleFile[]): InputError =>
  new InputError(
    given.some(({ path }) => basename(path) === name)
      ? `--resume ${folder}: ${name}, or a file that it imports, has changed since the run began; ` +
          `undo the change, or start a new run with another --out; --reuse ${folder} takes its results.`
      : `--resume ${folder}: the run began with a file of claims named ${quoted(name)}; ` +
          'give your copy of it with --claims FILE, because a folder does not decide which code runs.',
  )

const named = (path: string): ModuleFile => {
  if (path.trim() === '' || /\p{Cc}/u.test(path))
    throw new InputError(`--claims is ${quoted(path)}; name a file.`)
  return saying('--claims', () => moduleFile(path))
}

const load = async (option: string, files: readonly ModuleFile[]): Promise<KnownClaims> => {
  const known = [...claims]
  for (const [at, file] of files.entries()) {
    if (files.findIndex(({ path }) => path === file.path) < at)
      throw new InputError(`${option} names ${file.path} twice; once is enough.`)
    const exports = await importModule(file).catch(error => {
      throw asInput(option, error)
    })
    known.push(
      ...saying(option, () =>
        ownClaims(
          file.path,
          exports.claims,
          known.map(({ id }) => id),
        ),
      ),
    )
  }
  return { files, claims: known }
}

const saying = <T>(option: string, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw asInput(option, error)
  }
}

const asInput = (option: string, error: unknown): unknown =>
  error instanceof RangeError ? new InputError(`${option}: ${error.message}`) : error
