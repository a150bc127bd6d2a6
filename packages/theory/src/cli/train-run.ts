/** What `multiview train` does. */

import {
  checkReducedSettings,
  type DenseSettings,
  exportDenseRun,
  exportLimitRun,
  type RegimeName,
  type Settings,
  type ValidSettings,
  withDenseSettings,
} from '@multiview/network'
import { trajectoryRecorder } from '../trajectory/trajectory.ts'
import { version } from '../version.ts'
import { InputError } from './complaint.ts'
import { checkExportFolder, writeExport } from './export-folder.ts'
import { folderNamed, oneOf, regimeNamed, wholeNumber } from './parse.ts'
import { checkTaught, isReduced, type TrainedRun, trainReduced } from './train-reduced.ts'
import { checkPaper, type ModelName, models, trainSettings } from './train-settings.ts'
import type { Chosen } from './verb.ts'

export interface TrainOptions {
  readonly model: string
  readonly regime?: string
  readonly seed: string
  readonly export?: string
  readonly set: readonly string[]
  readonly quiet?: boolean
}

const defaultRegime = (model: ModelName): RegimeName =>
  isReduced(model) ? 'theorems' : model === 'dense' ? 'dense' : 'limit'

export const chosenTrain = (options: TrainOptions): Chosen => {
  const model = oneOf('--model', options.model, models)
  const regime = regimeNamed(options.regime ?? defaultRegime(model))
  checkTaught(model, regime)
  const settings = trainSettings(model, regime, options.set)
  const seed = wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER)
  if (regime === 'paper') checkPaper(settings, seed)
  if (options.export === undefined) throw new InputError('--export is missing; name the folder to write to.')
  const folder = folderNamed('--export', options.export)
  if (isReduced(model)) checkReducedSettings(settings)
  else checkSize(model, settings)
  return {
    settings: () => [settings],
    run: () => run({ model, regime, settings, seed, folder, quiet: options.quiet === true }),
  }
}

interface Run {
  readonly model: ModelName
  readonly regime: RegimeName
  readonly settings: ValidSettings
  readonly seed: number
  readonly folder: string
  readonly quiet: boolean
}

const run = async ({ model, regime, settings, seed, folder, quiet }: Run): Promise<number> => {
  checkExportFolder(folder)
  const { trajectoryFigure } = await import('../trajectory/figure.ts')
  const names = { seed, dataset: 'train', initialization: 'train' }
  const say = (line: string): void => {
    if (!quiet) process.stderr.write(`${line}\n`)
  }
  const recorder = trajectoryRecorder(settings.views)
  const progress = (step: number, loss: number, strength: () => Float64Array): void => {
    if (step % 100 === 0) say(`step ${step}  loss ${loss.toPrecision(4)}`)
    recorder.note(step, loss, strength)
  }
  const trained: TrainedRun = isReduced(model)
    ? trainReduced(model, settings, names, progress, say)
    : model === 'dense'
      ? exportDenseRun(settings as ValidSettings<Settings & DenseSettings>, names, { progress })
      : exportLimitRun(settings, names, { progress })
  const { arrays, steps, loss, trainingErrors, step, matched } = trained
  const ended = {
    steps,
    loss,
    trainingErrors,
    ...(step === undefined ? {} : { step }),
    ...(matched === undefined ? {} : { matched }),
  }
  const trajectory = recorder.finished()
  const exported = { arrays, trajectory, figure: trajectoryFigure(trajectory) }
  writeExport(folder, exported, { model, regime, seed, version, settings, ...ended })
  process.stdout.write(
    `${model} model, regime ${regime}, seed ${seed}: ${steps} steps to the loss ${loss.toPrecision(4)}; ` +
      `${trainingErrors} of ${settings.samples} training samples wrong${matched === false ? '; it ran out of steps before it matched its teacher' : ''}\nExport: ${folder}\n`,
  )
  return 0
}

/** The most states that an export holds: 16 snapshots, each with its successor. */
const mostStates = 32
/** The most bytes of one file, 2 GiB: it is written at once from one array in memory. */
const mostBytes = 2 ** 31 - 1

/** @throws InputError before a long run whose arrays could not be written. */
const checkSize = (model: ModelName, settings: Settings): void => {
  const { classes, neurons, samples, patches } = settings
  const { dimension } = withDenseSettings(settings)
  const patchesInAll = samples * patches
  const numbers =
    model === 'limit'
      ? mostStates * classes * neurons * patchesInAll
      : Math.max(mostStates * classes * neurons, patchesInAll) * dimension
  if (8 * numbers > mostBytes)
    throw new InputError(
      `--export would write an array of up to ${(numbers / 2 ** 27).toPrecision(3)} GiB; at most 2 GiB are allowed: ` +
        'take fewer classes, neurons, samples or patches.',
    )
}
