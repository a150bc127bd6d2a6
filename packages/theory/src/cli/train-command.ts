/** `multiview train`: trains one model and writes the run for other programs. */

import {
  type DenseSettings,
  exportDenseRun,
  exportLimitRun,
  type RegimeName,
  regimes,
  type Settings,
  type ValidSettings,
  withDenseSettings,
} from '@multiview/network'
import { version } from '../version.ts'
import { InputError } from './complaint.ts'
import { checkExportFolder, writeExport } from './export-folder.ts'
import { folderNamed, oneOf, regimeNamed, wholeNumber } from './parse.ts'
import { checkPaper, type ModelName, models, trainSettings } from './train-settings.ts'
import { type Chosen, quietOption, seedOption, setOption, type Verb } from './verb.ts'

interface Options {
  readonly model: string
  readonly regime?: string
  readonly seed: string
  readonly export?: string
  readonly set: readonly string[]
  readonly quiet?: boolean
}

export const trainVerb: Verb<Options> = {
  name: 'train',
  summary: 'train one model and write the run for other programs',
  description: 'Trains one model and writes all that another program needs to replay it.',
  options: [
    {
      flags: '--model <name>',
      meaning: 'limit (noise vectors orthogonal) or dense (patches in R^d)',
      value: 'limit',
    },
    {
      flags: '--regime <name>',
      meaning: `settings: ${Object.keys(regimes).join(', ')} (default: quick; dense for a dense model)`,
    },
    seedOption,
    { flags: '--export <dir>', meaning: 'folder to write to' },
    setOption('the regime'),
    quietOption,
  ],
  help: `
DIR then holds manifest.json, which names every setting and array, and the arrays as .npy
files: the samples, the weights at the start and at the end, each step with the loss
before it, and the weights before some steps of the run.
Step t is w ← w − eta[t]·∇L(w).

--set initialScale=formula takes σ_0 from σ_0^{q−2} = 1/k. The regime paper holds the
paper's asymptotic formulas. If they do not give the data of the paper's definition at
this k, the command says so and does not train.

Example:
  $ multiview train --model limit --regime quick --seed 7 --export run7
  trains one model and writes run7/manifest.json, run7/eta.npy, run7/a.npy …`,
  parse: ({ options }) => chosenTrain(options),
}

const chosenTrain = (options: Options): Chosen => {
  const model = oneOf('--model', options.model, models)
  const regime = regimeNamed(options.regime ?? (model === 'dense' ? 'dense' : 'quick'))
  const settings = trainSettings(model, regime, options.set)
  const seed = wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER)
  if (regime === 'paper') checkPaper(settings, seed)
  if (options.export === undefined) throw new InputError('--export is missing; name the folder to write to.')
  const folder = folderNamed('--export', options.export)
  checkSize(model, settings)
  return {
    settings: () => [settings],
    run: async () => run({ model, regime, settings, seed, folder, quiet: options.quiet === true }),
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

const run = ({ model, regime, settings, seed, folder, quiet }: Run): number => {
  checkExportFolder(folder)
  const names = { seed, dataset: 'train', initialization: 'train' }
  const trained =
    model === 'dense'
      ? exportDenseRun(settings as ValidSettings<Settings & DenseSettings>, names, progressOf(quiet))
      : exportLimitRun(settings, names, progressOf(quiet))
  const { steps, loss, trainingErrors, arrays } = trained
  writeExport(folder, arrays, { model, regime, seed, version, settings, steps, loss, trainingErrors })
  process.stdout.write(
    `${model} model, regime ${regime}, seed ${seed}: ${steps} steps to the loss ${loss.toPrecision(4)}; ` +
      `${trainingErrors} of ${settings.samples} training samples wrong\nExport: ${folder}\n`,
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

/** A line on standard error every hundred steps. */
const progressOf = (quiet: boolean): { progress?: (step: number, loss: number) => void } =>
  quiet
    ? {}
    : {
        progress: (step, loss) => {
          if (step % 100 === 0) process.stderr.write(`step ${step}  loss ${loss.toPrecision(4)}\n`)
        },
      }
