/** What `multiview sweep` does. */

import { join } from 'node:path'
import {
  denseDefaults,
  type RegimeName,
  regimes,
  type SettingName,
  type Settings,
  settingTable,
  validSettings,
} from '@multiview/network'
import * as v from 'valibot'
import { unusedByRule } from '../claims/uses.ts'
import { jsonText } from '../files/json-text.ts'
import { count, positiveCount } from '../files/numbers.ts'
import { isRunFile } from '../files/own-names.ts'
import { writeWhole } from '../files/write-whole.ts'
import { sweepCsv } from '../sweep/csv.ts'
import { type Axis, cellsOf, cellText, countCells, settingsIn } from '../sweep/grid.ts'
import { sweepPage, sweepTable } from '../sweep/page.ts'
import {
  checkSweep,
  countModels,
  type Sweep,
  type SweepRequest,
  sweep,
  usesInSweep,
  type ValidSweep,
} from '../sweep/sweep.ts'
import { version } from '../version.ts'
import { InputError } from './complaint.ts'
import {
  assignmentOf,
  chosenSettings,
  folderNamed,
  quoted,
  regimeNamed,
  settingValue,
  wholeNumber,
} from './parse.ts'
import { type CheckedRun, resumableRun } from './resumable-run.ts'
import { keptCsv, runFolder } from './run-folder.ts'
import type { Chosen, RunOptions, Typed } from './verb.ts'
import { writerFile } from './writer.ts'

export interface SweepOptions extends RunOptions {
  readonly over: readonly string[]
  readonly regime: string
  readonly models: string
}

const entries = {
  regime: v.string(),
  seed: count,
  models: v.union([positiveCount, v.array(positiveCount)]),
  over: v.pipe(v.array(v.string()), v.minLength(1)),
  set: v.array(v.string()),
  csv: keptCsv,
}
type Kept = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

const sweepFolder = runFolder('multiview.sweep-request/1', entries, {
  finished: 'sweep.json',
  files: [writerFile, 'sweep.html', 'sweep.svg', 'sweep.csv'],
  folders: { runs: isRunFile },
})

export const chosenSweep = (typed: Typed<SweepOptions>): Chosen =>
  resumableRun(typed, {
    verb: 'sweep',
    folders: sweepFolder,
    keeps: 'the grid, the settings and the folder',
    begin: begun,
    check: checked,
  })

/** A larger grid is probably a mistake. */
const mostCells = 10_000
const mostModels = 10_000
const mostModelsInAll = 300_000

const checked = (kept: Kept): CheckedRun<Kept, Sweep, Sweep> => {
  const request = requestOf(kept)
  return {
    request: kept,
    settings: () => cellsOf(request.over).map(cell => validSettings(settingsIn(request, cell))),
    files: [],
    notes: [],
    measure: tasks => sweep(request, tasks),
    unfinished: () => 'the sweep',
    writer: async () => {
      const { sweepFigure } = await import('../sweep/figure.ts')
      return (found, { folder, csv }) => {
        writeSweep(folder, found, sweepFigure(found), csv)
        return found
      }
    },
    print: (found, { folder, asJson }) => {
      process.stdout.write(
        asJson ? jsonOf(found) : `${sweepTable(found)}\n\nSweep: ${join(folder, 'sweep.html')}\n`,
      )
      return sayFailures(found) ? 3 : 0
    },
  }
}

/**
 * Whether any cell failed. Each reason is written once on standard error, with the first cell that
 * has it.
 */
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

/** sweep.json is written last: a folder that holds it is complete. */
const writeSweep = (folder: string, found: Sweep, figure: string | null, csv: boolean): void => {
  if (figure !== null) writeWhole(join(folder, 'sweep.svg'), figure)
  writeWhole(join(folder, 'sweep.html'), sweepPage(found, figure))
  if (csv) writeWhole(join(folder, 'sweep.csv'), sweepCsv(found))
  writeWhole(join(folder, 'sweep.json'), jsonOf(found))
}

const jsonOf = (found: Sweep): string => `${jsonText(found)}\n`

const begun = ({ options, isTyped }: Typed<SweepOptions>): { folder: string; request: Kept } => {
  const { over, set, regime, models, seed, out, csv } = options
  if (over.length === 0)
    throw new InputError('--over is missing; name a setting and its values, such as --over classes=8,10,12.')
  if (isTyped('seed') && over.some(word => /^\s*seed\s*=/.test(word)))
    throw new InputError('--seed and --over seed both name the seed; remove one of them.')
  if (out === undefined) throw new InputError('--out is missing; name the folder to write to.')
  return {
    folder: folderNamed('--out', out),
    request: {
      regime,
      seed: seedOf('--seed', seed),
      models: modelsOf(models),
      over: [...over],
      set: [...set],
      ...(csv && { csv }),
    },
  }
}

/** One number for all cells, or a list. */
const modelsOf = (text: string): number | number[] => {
  const counts = text.split(',', mostCells + 1).map(each => wholeNumber('--models', each, 1, mostModels))
  return counts.length === 1 ? counts[0] : counts
}

const requestOf = ({ regime: regimeText, seed, models, over: axes, set }: Kept): ValidSweep => {
  const regime = regimeNamed(regimeText)
  const chosen = chosenSettings(set)
  const over = axes.map(axisOf)
  over.forEach(({ name }, i) => {
    if (over.findIndex(axis => axis.name === name) !== i)
      throw new InputError(`--over names ${name} twice; give all its values at once.`)
    if (Object.hasOwn(chosen, name))
      throw new InputError(`--set ${name} and --over ${name} name the same setting; remove one of them.`)
  })
  const named = [...over.map(axis => axis.name), ...(Object.keys(chosen) as SettingName[])]
  const own = settingsOf(regime)
  const refused = (name: string): InputError =>
    new InputError(`${name}: a sweep in regime ${regime} does not use this setting; remove it.`)
  for (const name of named) if (name !== 'seed' && !Object.hasOwn(own, name)) throw refused(name)
  if (typeof models !== 'number' && models.length !== over[0].values.length)
    throw new InputError(
      `--models has ${models.length} numbers; --over ${over[0].name} has ${over[0].values.length} values: ` +
        'give one number for each, or one for all.',
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
  const valid = checkSweep(request)
  const ofCells = cellsOf(over).map(cell => settingsIn(request, cell))
  for (const name of named)
    if (name !== 'seed' && !ofCells.some(settings => usesInSweep(settings, name)))
      throw ofCells.every(settings => unusedByRule(settings).includes(name))
        ? new InputError(`${name}: the step rule does not use this setting; remove it.`)
        : refused(name)
  const inAll = countModels(valid)
  if (inAll > mostModelsInAll)
    throw new InputError(
      `--over, --models and members ask for ${inAll} models; at most ${mostModelsInAll} are allowed: take fewer.`,
    )
  return valid
}

/** A regime without the settings that only the dense model reads. */
const settingsOf = (regime: RegimeName): Settings =>
  Object.fromEntries(
    Object.entries(regimes[regime]).filter(([name]) => !Object.hasOwn(denseDefaults, name)),
  ) as unknown as Settings

const seedOf = (label: string, text: string): number => wholeNumber(label, text, 0, Number.MAX_SAFE_INTEGER)

const axisOf = (word: string): Axis => {
  const { key, name, text } = assignmentOf('--over', word, ['seed'])
  const texts = text.split(',', mostCells + 1)
  if (texts.length > mostCells)
    throw new InputError(`--over ${key} has more than ${mostCells} values; take fewer.`)
  const seen = new Set<string>()
  const values = texts.map(each => {
    const value =
      name === 'seed'
        ? seedOf('--over seed', each.trim())
        : settingValue(`--over ${key}`, name, withCommas(name, each.trim()))
    if (seen.has(String(value)))
      throw new InputError(`--over ${key} has the value ${quoted(each)} twice; once is enough.`)
    seen.add(String(value))
    return value
  })
  return { name, values }
}

/** A range or a list is written with colons here, since commas separate values. */
const withCommas = (name: SettingName, text: string): string => {
  const { kind } = settingTable[name]
  return kind === 'range' ? text.replace(':', ',') : kind === 'list' ? text.replaceAll(':', ',') : text
}
