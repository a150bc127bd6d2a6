/** The files behind `--claims`: claims of the user, which run beside ours. */

import * as v from 'valibot'
import type { Claim } from '../claims/claim.ts'
import { claims } from '../claims/index.ts'
import { ownClaims } from '../claims/own.ts'
import { importModule } from '../plan/import-module.ts'
import { type ModuleFile, moduleFile } from '../plan/module-file.ts'
import { InputError } from './complaint.ts'
import { quoted } from './parse.ts'
import type { Option } from './verb.ts'

/** Our claims and those of some files. */
export interface KnownClaims {
  readonly files: readonly ModuleFile[]
  readonly claims: readonly Claim[]
}

export const ourClaims: KnownClaims = { files: [], claims }

export const claimsOption: Option = {
  flags: '--claims <file>',
  meaning: 'an ES module with claims of your own (repeatable); see docs/write-a-claim.md',
  isRepeatable: true,
}

/** The form in which a request has the files. */
export const keptFiles = v.optional(v.array(v.object({ path: v.string(), sha256: v.string() })))

/** @throws InputError of one line for a file that cannot be used. */
export const claimsOfFiles = (paths: readonly string[]): Promise<KnownClaims> =>
  load('--claims', paths.map(named))

/** @throws InputError also for a file that has changed since the run began. */
export const claimsAgain = (folder: string, kept: readonly ModuleFile[]): Promise<KnownClaims> =>
  load(
    `--resume ${folder}`,
    kept.map(file => {
      const found = saying(`--resume ${folder}`, () => moduleFile(file.path))
      if (found.sha256 !== file.sha256)
        throw new InputError(
          `--resume ${folder}: ${file.path}, or a file that it imports, has changed since the run began; ` +
            'undo the change, or start the run again with another --out.',
        )
      return found
    }),
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
