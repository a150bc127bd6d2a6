/** The folder of a run: what may be replaced, what is refused, and what a run leaves in it from its first moment. */

import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import { InputError } from './input-error.ts'

export const defaultFolder = 'multiview-report'

/** What was asked for, kept beside its results so that `--resume` can go on. */
const requestSchema = v.strictObject({
  schema: v.literal('multiview.request/1'),
  version: v.string(),
  preset: v.string(),
  seed: v.number(),
  claims: v.array(v.string()),
  set: v.array(v.string()),
})

export type KeptRequest = Omit<v.InferOutput<typeof requestSchema>, 'schema'>

const requestFile = 'request.json'
const ours = [requestFile, 'report.json', 'report.html', 'figures', 'runs']

/**
 * Makes the folder ready for a new run. An earlier finished run of ours is replaced; anything else is refused.
 *
 * @throws InputError when it cannot be written, or holds something else.
 */
export const prepareFolder = (folder: string, request: KeptRequest): void => {
  const entries = entriesOf(folder)
  if (entries.length > 0) {
    const foreign = entries.find(entry => !ours.includes(entry))
    if (foreign !== undefined || !entries.includes(requestFile))
      throw new InputError(
        `--out ${folder} holds ${foreign ?? entries[0]}, which is no run of multiview; name an empty or new folder.`,
      )
    if (!entries.includes('report.json'))
      throw new InputError(
        `--out ${folder} holds an unfinished run; go on with --resume ${folder}, or name another folder.`,
      )
    for (const entry of ours) rmSync(join(folder, entry), { recursive: true, force: true })
  }
  writing(folder, () => {
    makeFolder(resolve(folder))
    accessSync(folder, constants.W_OK)
    writeFileSync(
      join(folder, requestFile),
      `${JSON.stringify({ schema: 'multiview.request/1', ...request }, null, 2)}\n`,
    )
  })
}

/** @throws InputError when the folder holds no run of ours. */
export const readRequest = (folder: string): KeptRequest => {
  let text: string
  try {
    text = readFileSync(join(folder, requestFile), 'utf8')
  } catch (error) {
    throw new InputError(
      `--resume ${folder} holds no run of multiview: ${requestFile} cannot be read (${codeOf(error)}).`,
    )
  }
  try {
    const { schema: _, ...request } = v.parse(requestSchema, JSON.parse(text))
    return request
  } catch {
    throw new InputError(
      `--resume ${folder} holds a ${requestFile} that is not ours or is damaged; start the run again.`,
    )
  }
}

/** Folder by folder: Node's own recursive mkdir never returns where the parent is one that cannot be written, as in /proc. */
export const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

const entriesOf = (folder: string): string[] => {
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
