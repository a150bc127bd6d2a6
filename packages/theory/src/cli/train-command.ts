/** `multiview train`: trains one model and writes the run for other programs. */

import {
  checkReducedSettings,
  type DenseSettings,
  exportDenseRun,
  exportLimitRun,
  type RegimeName,
  regimes,
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
      meaning:
        'limit (noise vectors orthogonal), dense (patches in R^d), reduced (a limit model for large k), student or self-student',
      value: 'limit',
    },
    {
      flags: '--regime <name>',
      meaning: `settings: ${Object.keys(regimes).join(', ')} (default: limit for a limit model, dense for a dense one, else theorems)`,
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
Step t is w ← w − eta[t]·∇L(w). With momentum, weightDecay, batchSize or labelSmoothing
the manifest says at "step" what it is, and batch has the samples of each step.
trajectory.csv, trajectory.svg and the arrays trajectory… have the loss and the strength
Λ of every view at up to 512 steps.

A student is a reduced model that an ensemble teaches from scratch (Theorem 3); the
setting members is the size of the ensemble. A self-student is trained, then taught by one
other model (Theorem 4). These and a reduced model export the strengths at the start and at
the end, and own [V·k,m], the correlation of each neuron with the features of its class.

--set initialScale=formula takes σ_0 from σ_0^{q−2} = 1/k. The regime paper has the
paper's asymptotic formulas. If they do not give the data of the paper's definition at
this k, the command says so and does not train.

Example:
  $ multiview train --model limit --regime limit --seed 7 --export run7
  trains one model and writes run7/manifest.json, run7/eta.npy, run7/a.npy …
  $ multiview train --model student --set members=4 --export student
  trains four networks and their student, and draws student/trajectory.svg`,
  parse: ({ options }) => chosenTrain(options),
}

const defaultRegime = (model: ModelName): RegimeName =>
  isReduced(model) ? 'theorems' : model === 'dense' ? 'dense' : 'limit'

const chosenTrain = (options: Options): Chosen => {
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
  const exported = { arrays, trajectory: recorder.finished() }
  await writeExport(folder, exported, { model, regime, seed, version, settings, ...ended })
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
