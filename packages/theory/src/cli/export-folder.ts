/** The folder that `multiview train --export` writes: a manifest, and one .npy file per array. */

import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { exportLimitRun, Settings } from '@multiview/network'
import { writeNpy } from '@multiview/tensor/files'
import { InputError } from './complaint.ts'
import { checkPlace, makeFolder } from './new-folder.ts'

const schema = 'multiview.train/1'
const manifestFile = 'manifest.json'

/** How the run was made and how it ended. */
export interface RunFacts {
  readonly model: 'limit' | 'dense'
  readonly regime: string
  readonly seed: number
  readonly version: string
  readonly settings: Settings
  readonly steps: number
  readonly loss: number
  readonly trainingErrors: number
}

/**
 * Checks, before a long run, that its export can be written. An earlier export may be replaced.
 *
 * @throws InputError if the folder holds anything else or cannot be written.
 */
export const checkExportFolder = (folder: string): void => {
  checkPlace('--export', folder)
  const foreign = writing(folder, () => {
    makeFolder(resolve(folder))
    accessSync(folder, constants.W_OK)
    const entries = readdirSync(folder)
    return holdsExport(folder) ? entries.find(entry => !isOurs(entry)) : entries[0]
  })
  if (foreign !== undefined)
    throw new InputError(
      `--export ${folder} holds ${foreign}, which is not an export of multiview; name an empty or new folder.`,
    )
}

/** Writes the arrays, and the manifest last: a folder that holds it is complete. */
export const writeExport = (
  folder: string,
  arrays: ReturnType<typeof exportLimitRun>['arrays'],
  facts: RunFacts,
): void =>
  writing(folder, () => {
    for (const entry of readdirSync(folder).filter(isOurs)) rmSync(join(folder, entry))
    for (const { name, values } of arrays) writeFileSync(join(folder, `${name}.npy`), writeNpy(values))
    const described = arrays.map(({ name, axes, values }) => ({
      name,
      file: `${name}.npy`,
      dtype: values.dtype,
      axes,
      shape: values.shape,
    }))
    const manifest = { schema, ...facts, arrays: described }
    writeFileSync(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`)
  })

const isOurs = (entry: string): boolean => entry === manifestFile || entry.endsWith('.npy')

const holdsExport = (folder: string): boolean => {
  const file = join(folder, manifestFile)
  if (!existsSync(file)) return false
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { schema?: unknown }).schema === schema
  } catch {
    return false
  }
}

const writing = <T>(folder: string, action: () => T): T => {
  try {
    return action()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new InputError(`--export ${folder} cannot be written (${code ?? message}); name another folder.`)
  }
}
