/** What `multiview sweep` does. */

import {
  denseDefaults,
  type RegimeName,
  regimes,
  type SettingName,
  type Settings,
  validSettings,
} from '@multiview/network'
import { unusedByRule } from '../claims/uses.ts'
import { cellsOf, settingsIn } from '../sweep/grid.ts'
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
import { claimsAgain, claimsOfFiles, ourClaims } from './claim-files.ts'
import { InputError } from './complaint.ts'
import { chosenSettings, folderNamed, regimeNamed, wholeNumber } from './parse.ts'
import { type CheckedRun, resumableRun } from './resumable-run.ts'
import { axesOf, mostCells, seedOf } from './sweep-axes.ts'
import { checkedClaims } from './sweep-claims.ts'
import { type KeptSweep, sweepFolder, sweepOutput } from './sweep-folder.ts'
import type { Chosen, RunOptions, Typed } from './verb.ts'

export interface SweepOptions extends RunOptions {
  readonly over: readonly string[]
  readonly regime: string
  readonly models: string
  readonly preset: string
  readonly claims: readonly string[]
}

export const chosenSweep = (typed: Typed<SweepOptions>): Chosen =>
  resumableRun(typed, {
    verb: 'sweep',
    folders: sweepFolder,
    keeps: 'the grid, the settings and the folder',
    begin: begun,
    check: (kept, resumed) => {
      const { claims: files } = typed.options
      const { preset, claimFiles } = kept
      if (preset === undefined && files.length > 0)
        throw new InputError('--claims belongs to a sweep of claims, and this sweep has none; remove it.')
      if (preset === undefined) return checked(kept)
      if (claimFiles === undefined && files.length === 0) return checkedClaims(kept, ourClaims)
      // A file of claims must be imported before its claims are known.
      return async () =>
        checkedClaims(
          kept,
          await (resumed === undefined
            ? claimsOfFiles(files)
            : claimsAgain(resumed, claimFiles ?? [], files)),
        )
    },
  })

const mostModels = 10_000
const mostModelsInAll = 300_000

const checked = (kept: KeptSweep): CheckedRun<KeptSweep, Sweep, Sweep> => {
  const request = requestOf(kept)
  return {
    request: kept,
    settings: () => cellsOf(request.over).map(cell => validSettings(settingsIn(request, cell))),
    files: [],
    notes: [],
    measure: tasks => sweep(request, tasks),
    unfinished: () => 'the sweep',
    ...sweepOutput,
  }
}

const begun = (typed: Typed<SweepOptions>): { folder: string; request: KeptSweep } => {
  const { words, options, isTyped } = typed
  const { over, set, regime, models, preset, claims, seed, out, csv } = options
  const isOfClaims = words.length > 0 || claims.length > 0
  if (over.length === 0)
    throw new InputError('--over is missing; name a setting and its values, such as --over classes=8,10,12.')
  if (isTyped('seed') && over.some(word => /^\s*seed\s*=/.test(word)))
    throw new InputError('--seed and --over seed both name the seed; remove one of them.')
  if (out === undefined) throw new InputError('--out is missing; name the folder to write to.')
  for (const name of isOfClaims ? ['regime', 'models'] : ['preset'])
    if (isTyped(name))
      throw new InputError(
        isOfClaims
          ? `--${name} belongs to a sweep of errors, and this one is of claims; remove it, or the claims.`
          : `--${name} gives the sizes of claims, and this sweep has none; name claims, or remove it.`,
      )
  return {
    folder: folderNamed('--out', out),
    request: {
      seed: seedOf('--seed', seed),
      over: [...over],
      set: [...set],
      ...(isOfClaims
        ? { preset, ...(words.length > 0 && { claims: [...words] }) }
        : { regime, models: modelsOf(models) }),
      ...(csv && { csv }),
    },
  }
}

/** One number for all cells, or a list. */
const modelsOf = (text: string): number | number[] => {
  const counts = text.split(',', mostCells + 1).map(each => wholeNumber('--models', each, 1, mostModels))
  return counts.length === 1 ? counts[0] : counts
}

const requestOf = ({ regime: regimeText = '', seed, models = 1, over: axes, set }: KeptSweep): ValidSweep => {
  const regime = regimeNamed(regimeText)
  const chosen = chosenSettings(set)
  const over = axesOf(axes, Object.keys(chosen))
  const named = [...over.map(axis => axis.name), ...Object.keys(chosen)] as (SettingName | 'seed')[]
  const own = settingsOf(regime)
  const refused = (name: string): InputError =>
    new InputError(`${name}: a sweep in regime ${regime} does not use this setting; remove it.`)
  for (const name of named) if (name !== 'seed' && !Object.hasOwn(own, name)) throw refused(name)
  if (typeof models !== 'number' && models.length !== over[0].values.length)
    throw new InputError(
      `--models has ${models.length} numbers; --over ${over[0].name} has ${over[0].values.length} values: ` +
        'give one number for each, or one for all.',
    )
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
