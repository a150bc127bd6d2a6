/** The request of a run, which is kept beside its results so that `--resume` finds it. */

import { join } from 'node:path'
import * as v from 'valibot'
import { isFormat } from '../files/format.ts'
import { readLimited } from '../files/read-limited.ts'
import { writeWhole } from '../files/write-whole.ts'
import { version } from '../version.ts'
import { InputError } from './complaint.ts'
import { requestFile } from './new-folder.ts'

export type RequestOf<Entries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>

/** The fields of every request. */
const begun = { schema: v.string(), version: v.string(), ended: v.optional(v.string()) }

/** @param ended why the settings of the run make it impossible. */
export const writeRequest = (folder: string, schema: string, request: object, ended?: string): void =>
  writeWhole(
    join(folder, requestFile),
    `${JSON.stringify({ schema, version, ...request, ended }, null, 2)}\n`,
  )

/**
 * @param schema of the request
 * @throws InputError unless the folder holds a run of this format and version that can be resumed.
 */
export const readRequest = <Entries extends v.ObjectEntries>(
  folder: string,
  schema: string,
  entries: Entries,
): RequestOf<Entries> => {
  let text: string
  try {
    text = readLimited(join(folder, requestFile))
  } catch (error) {
    throw new InputError(
      `--resume ${folder} holds no run of multiview: ${requestFile} cannot be read (${codeOf(error)}).`,
    )
  }
  const damaged = new InputError(
    `--resume ${folder} holds a ${requestFile} that multiview did not write or that is damaged; start the run again.`,
  )
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw damaged
  }
  const base = v.safeParse(v.object(begun), parsed)
  if (!base.success) throw damaged
  const { schema: found, version: of, ended } = base.output
  if (found !== schema)
    throw isFormat(found)
      ? new InputError(
          `--resume ${folder} is a run of the format ${found}; this command resumes runs of the format ${schema}.`,
        )
      : damaged
  if (of !== version)
    throw new InputError(
      `--resume ${folder} is a run of version ${of.slice(0, 40)}; this is version ${version}: resume it with version ${of.slice(0, 40)}, or start the run again.`,
    )
  if (ended !== undefined) throw impossibleRun('--resume', folder, ended)
  const request = v.safeParse(v.object(entries), parsed)
  if (!request.success) throw damaged
  return request.output
}

/** The request in a folder, of any format; undefined if it cannot be read. */
export const parsedRequest = (folder: string): unknown => {
  try {
    return JSON.parse(readLimited(join(folder, requestFile)))
  } catch {
    return undefined
  }
}

/** Whether the settings of a run made it impossible. */
export const hasEnded = (request: unknown): boolean =>
  typeof (request as { ended?: unknown } | null | undefined)?.ended === 'string'

export const impossibleRun = (option: string, folder: string, ended: string): InputError =>
  new InputError(
    `${option} ${folder} is a run that its settings made impossible (${ended.slice(0, 300)}); start it with other settings.`,
  )

export const codeOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error as Error).message
