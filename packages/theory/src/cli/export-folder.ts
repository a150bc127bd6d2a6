/**
 * The folder that `multiview train --export` writes: a manifest, one .npy file per array, and the
 * trajectory as a table and a figure.
 */

import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { exportLimitRun, Settings } from '@multiview/network'
import { tensor } from '@multiview/tensor'
import { writeNpy } from '@multiview/tensor/files'
import { type Trajectory, trajectoryCsv } from '../trajectory/trajectory.ts'
import { InputError } from './complaint.ts'
import { checkPlace, makeFolder } from './new-folder.ts'
import type { ModelName } from './train-settings.ts'

const schema = 'multiview.train/1'
const manifestFile = 'manifest.json'
const tableFile = 'trajectory.csv'
const figureFile = 'trajectory.svg'

/** How the run was made and how it ended. */
export interface RunFacts {
  readonly model: ModelName
  readonly regime: string
  readonly seed: number
  readonly version: string
  readonly settings: Settings
  readonly steps: number
  readonly loss: number
  readonly trainingErrors: number
  /** For a limit or a dense model: what step t is. */
  readonly step?: string
  /** For a student: whether it matched its teacher. */
  readonly matched?: boolean
}

/** The result of a run. */
export interface Exported {
  readonly arrays: ReturnType<typeof exportLimitRun>['arrays']
  readonly trajectory: Trajectory
  /** The trajectory as the text of an SVG file. */
  readonly figure: string
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

/** Writes the manifest last: a folder that holds it is complete. */
export const writeExport = (
  folder: string,
  { arrays, trajectory, figure }: Exported,
  facts: RunFacts,
): void =>
  writing(folder, () => {
    for (const entry of readdirSync(folder).filter(isOurs)) rmSync(join(folder, entry))
    const written = (all: Exported['arrays']) =>
      all.map(({ name, axes, values }) => {
        const file = `${name}.npy`
        writeFileSync(join(folder, file), writeNpy(values))
        return { name, file, dtype: values.dtype, axes, shape: values.shape }
      })
    writeFileSync(join(folder, tableFile), trajectoryCsv(trajectory))
    writeFileSync(join(folder, figureFile), figure)
    const manifest = {
      schema,
      ...facts,
      arrays: written(arrays),
      trajectory: written(trajectoryArrays(trajectory)),
    }
    writeFileSync(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`)
  })

const trajectoryArrays = ({ views, step, loss, strength }: Trajectory): Exported['arrays'] => [
  { name: 'trajectoryStep', axes: ['R'], values: tensor(Int32Array.from(step), { dtype: 'int32' }) },
  { name: 'trajectoryLoss', axes: ['R'], values: tensor(loss) },
  {
    name: 'trajectoryStrength',
    axes: ['R', `${views}k`],
    values: tensor(strength.map(views => Array.from(views))),
  },
]

const isOurs = (entry: string): boolean =>
  [manifestFile, tableFile, figureFile].includes(entry) || entry.endsWith('.npy')

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
