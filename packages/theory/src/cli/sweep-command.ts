import { join } from 'node:path'
import {
  denseDefaults,
  type RegimeName,
  regimes,
  SettingError,
  type SettingName,
  type Settings,
  settingTable,
} from '@multiview/network'
import type { Command } from 'commander'
import * as v from 'valibot'
import { unusedByRule } from '../claims/uses.ts'
import { isRunFile } from '../files/own-names.ts'
import { writeWhole } from '../files/write-whole.ts'
import { sweepFigure } from '../sweep/figure.ts'
import { type Axis, cellsOf, cellText, countCells, settingsIn } from '../sweep/grid.ts'
import { sweepPage, sweepTable } from '../sweep/page.ts'
import { checkSweep, countModels, type Sweep, type SweepRequest, sweep } from '../sweep/sweep.ts'
import { version } from '../version.ts'
import type { Choose, Chosen } from './chosen.ts'
import { inLaboratory } from './in-laboratory.ts'
import { InputError } from './input-error.ts'
import {
  chosenSettings,
  folderNamed,
  quoted,
  regimeNamed,
  settingValue,
  splitAssignment,
  wholeNumber,
  workersOf,
} from './parse.ts'
import { runFolder } from './run-folder.ts'

interface Options {
  readonly over: string[]
  readonly set: string[]
  readonly regime: string
  readonly models: string
  readonly seed: string
  readonly out?: string
  readonly resume?: string
  readonly workers?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const entries = {
  regime: v.string(),
  seed: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  models: v.union([count, v.array(count)]),
  over: v.pipe(v.array(v.string()), v.minLength(1)),
  set: v.array(v.string()),
}
type Kept = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

const sweepFolder = runFolder('multiview.sweep-request/1', entries, {
  finished: 'sweep.json',
  files: ['sweep.html', 'sweep.svg'],
  folders: { runs: isRunFile },
})

/** More would be a mistake in the grid more likely than a wish. */
const mostCells = 10_000
const mostModels = 10_000
const mostModelsInAll = 300_000

const help = `
DIR then holds sweep.json (one row a cell: its settings and what was measured), sweep.html and sweep.svg.
Every cell has --models data sets, each with an ensemble of as many models as the setting members says; a list
gives each value of the first --over its own number. From 8 data sets on the errors have
intervals (95%). In regime distillation the ensemble's student and a model taught by one
other are measured too. A sweep over classes keeps the samples of each class: samples,
targetLoss and distillationRate follow k, and patches holds every feature, unless --set or
an axis says otherwise. Exit status 3: a cell could not be measured.

Example:
  $ multiview sweep --over q=3,4,5 --over L=1,5,10 --models 12 --out powers
  measures 9 cells, every combination, and writes powers/sweep.json`

export const addSweep = (program: Command, choose: Choose): void => {
  const collect = (value: string, previous: string[]): string[] => [...previous, value]
  program
    .command('sweep')
    .summary('measure errors over a grid of settings')
    .description(
      'Trains models in every cell of a grid of settings, and measures how they and their ensembles err.',
    )
    .option(
      '--over <key=a,b,…>',
      'one setting and its values, ranges as low:high (repeatable: every combination)',
      collect,
      [],
    )
    .option('--set <key=value>', 'one setting of all cells, by name or symbol (repeatable)', collect, [])
    .option(
      '--regime <name>',
      `settings that the others start from: ${Object.keys(regimes).join(', ')}`,
      'quick',
    )
    .option('--models <n,…>', 'data sets a cell, or one number for each value of the first --over', '8')
    .option('--seed <n>', 'seed of every random stream', '1')
    .option('--out <dir>', 'folder to write to')
    .option('--resume <dir>', 'go on with an interrupted sweep: what it trained is read, not trained again')
    .option('--workers <n>', 'worker threads (default: one a core); the result does not depend on it')
    .option('--json', 'print sweep.json on standard output')
    .option('--quiet', 'no progress')
    .addHelpText('after', help)
    .action((options: Options, command: Command) => choose(chosenSweep(options, command)))
}

const chosenSweep = (options: Options, command: Command): Chosen => {
  const workers = workersOf(options.workers)
  const { folder, kept } = options.resume === undefined ? begin(options) : goOn(options.resume, command)
  const request = requestOf(kept)
  return {
    verb: 'sweep',
    settings: cellsOf(request.over).map(cell => settingsIn(request, cell)),
    run: async () => {
      if (options.resume === undefined) sweepFolder.prepare(folder, kept)
      const surroundings = { folder, workers, quiet: options.quiet === true, verb: 'sweep' } as const
      const found = await sweepFolder.during(folder, kept, () =>
        inLaboratory(surroundings, async lab => {
          const made = await sweep(request, lab)
          writeSweep(folder, made)
          return made
        }),
      )
      process.stdout.write(
        options.json ? jsonOf(found) : `${sweepTable(found)}\n\nSweep: ${join(folder, 'sweep.html')}\n`,
      )
      return sayFailures(found) ? 3 : 0
    },
  }
}

/** Says on standard error why cells failed, each reason once with its first cell; whether any did. */
const sayFailures = ({ cells }: Sweep): boolean => {
  const failed = cells.flatMap(({ settings, measured }) =>
    Object.values(measured).flatMap(finding =>
      'failure' in finding ? [{ cell: cellText(settings), reason: finding.failure }] : [],
    ),
  )
  for (const reason of new Set(failed.map(each => each.reason))) {
    const cellsOfIt = [...new Set(failed.filter(each => each.reason === reason).map(each => each.cell))]
    const more = cellsOfIt.length - 1
    const others = more === 0 ? '' : ` and ${more} other cell${more === 1 ? '' : 's'}`
    process.stderr.write(`multiview: the cell ${cellsOfIt[0]}${others} failed: ${reason}\n`)
  }
  return failed.length > 0
}

/** sweep.json comes last: a folder that has one is whole. */
const writeSweep = (folder: string, found: Sweep): void => {
  const figure = sweepFigure(found)
  if (figure !== null) writeWhole(join(folder, 'sweep.svg'), figure)
  writeWhole(join(folder, 'sweep.html'), sweepPage(found, figure))
  writeWhole(join(folder, 'sweep.json'), jsonOf(found))
}

const jsonOf = (found: Sweep): string => `${JSON.stringify(found, null, 2)}\n`

const begin = ({ over, set, regime, models, seed, out }: Options): { folder: string; kept: Kept } => {
  if (over.length === 0)
    throw new InputError('--over is missing; name a setting and its values, such as --over classes=8,10,12.')
  if (out === undefined) throw new InputError('--out is missing; name the folder to write to.')
  return {
    folder: folderNamed('--out', out),
    kept: {
      regime,
      seed: wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
      models: modelsOf(models),
      over: [...over],
      set: [...set],
    },
  }
}

/** One number for all cells, or a list. */
const modelsOf = (text: string): number | number[] => {
  const counts = text.split(',', mostCells + 1).map(each => wholeNumber('--models', each, 1, mostModels))
  return counts.length === 1 ? counts[0] : counts
}

const goOn = (folder: string, command: Command): { folder: string; kept: Kept } => {
  const typed = Object.keys({ ...entries, out: 0 }).find(name => command.getOptionValueSource(name) === 'cli')
  if (typed !== undefined)
    throw new InputError(
      `--resume takes the grid, the settings and the folder from the interrupted sweep; remove --${typed}.`,
    )
  return { folder, kept: sweepFolder.read(folderNamed('--resume', folder)) }
}

const requestOf = ({ regime: regimeText, seed, models, over: axes, set }: Kept): SweepRequest => {
  const regime = regimeNamed(regimeText)
  const chosen = chosenSettings(set)
  const over = axes.map(axisOf)
  over.forEach(({ name }, i) => {
    if (over.findIndex(axis => axis.name === name) !== i)
      throw new InputError(`--over names ${name} twice; give all its values at once.`)
    if (Object.hasOwn(chosen, name))
      throw new InputError(`--set ${name} stands beside --over ${name}; remove one of them.`)
  })
  const own = settingsOf(regime)
  for (const name of [...over.map(axis => axis.name), ...Object.keys(chosen)])
    if (!Object.hasOwn(own, name))
      throw new InputError(`${name}: a sweep in regime ${regime} does not use this setting; remove it.`)
  if (typeof models !== 'number' && models.length !== over[0].values.length)
    throw new InputError(
      `--models has ${models.length} numbers; --over ${over[0].name} has ${over[0].values.length} values: give one number for each, or one for all.`,
    )
  const cells = countCells(over)
  if (cells > mostCells)
    throw new InputError(`--over makes ${cells} cells; at most ${mostCells} are allowed: take fewer values.`)
  const request: SweepRequest = {
    regime,
    settings: { ...own, ...chosen },
    fixed: Object.keys(chosen),
    over,
    seed,
    models,
    version,
  }
  for (const name of [...over.map(axis => axis.name), ...Object.keys(chosen)])
    if (cellsOf(over).every(cell => unusedByRule(settingsIn(request, cell)).some(unused => unused === name)))
      throw new InputError(`${name}: the step rule does not use this setting; remove it.`)
  try {
    checkSweep(request)
  } catch (error) {
    if (error instanceof SettingError) throw new InputError(error.message)
    throw error
  }
  const inAll = countModels(request)
  if (inAll > mostModelsInAll)
    throw new InputError(
      `--over, --models and members ask for ${inAll} models; at most ${mostModelsInAll} are allowed: take fewer.`,
    )
  return request
}

/** A regime without what only the dense model reads. */
const settingsOf = (regime: RegimeName): Settings =>
  Object.fromEntries(
    Object.entries(regimes[regime]).filter(([name]) => !Object.hasOwn(denseDefaults, name)),
  ) as unknown as Settings

const axisOf = (assignment: string): Axis => {
  const { key, name, text } = splitAssignment('--over', assignment)
  const texts = text.split(',', mostCells + 1)
  if (texts.length > mostCells)
    throw new InputError(`--over ${key} has more than ${mostCells} values; take fewer.`)
  const seen = new Set<string>()
  const values = texts.map(each => {
    const value = settingValue(`--over ${key}`, name, rangeText(name, each.trim()))
    if (seen.has(String(value)))
      throw new InputError(`--over ${key} has the value ${quoted(each)} twice; once is enough.`)
    seen.add(String(value))
    return value
  })
  return { name, values }
}

/** A range is written low:high here, since commas stand between values. */
const rangeText = (name: SettingName, text: string): string =>
  settingTable[name].kind === 'range' ? text.replace(':', ',') : text
