/** A run that can be resumed from its folder: what verify and sweep have in common. */

import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { ValidSettings } from '@multiview/network'
import type { ModuleFile } from '../plan/module-file.ts'
import type { Scheduler } from '../plan/scheduler.ts'
import { InputError } from './complaint.ts'
import { folderNamed, quoted } from './parse.ts'
import { placementOf } from './placement.ts'
import type { RunFolder } from './run-folder.ts'
import { runInPool } from './run-in-pool.ts'
import type { Chosen, RunOptions, Typed } from './verb.ts'
import { writerIn } from './writer.ts'

/** A run whose request was read, and whose settings were checked. */
export interface CheckedRun<Request, Found, Made> {
  /** What its folder keeps. */
  readonly request: Request
  /** The settings of the models that it trains, for each claim or cell. */
  settings(): readonly ValidSettings[]
  /** The user's modules that have kinds of tasks. */
  readonly files: readonly ModuleFile[]
  /** Lines for the user before the work begins. */
  readonly notes: readonly string[]
  measure(tasks: Scheduler): Promise<Found>
  /** What of it has not ended, in words. */
  unfinished(): string
  /**
   * Imports what writes the result; called before the work begins. The function that it returns
   * writes the files at once, the one that only a finished run has last: no code of the user runs
   * between them.
   */
  writer(): Promise<
    (
      found: Found,
      how: {
        readonly folder: string
        readonly workers: number
        /** Tasks of a queue that were audited; null without an audit. */
        readonly audited: number | null
        readonly csv: boolean
      },
    ) => Made
  >
  /** Prints the result; returns the exit status. */
  print(made: Made, how: { readonly folder: string; readonly asJson: boolean }): number
}

export interface ResumableRun<Options extends RunOptions, Request, Found, Made> {
  readonly verb: 'verify' | 'sweep'
  readonly folders: RunFolder<Request>
  /** What `--resume` takes from the folder, in words. */
  readonly keeps: string
  /** The folder and the request of a new run. */
  begin(typed: Typed<Options>): { readonly folder: string; readonly request: Request }
  /**
   * Returns a function if modules of the user must be imported before the request can be checked.
   *
   * @param resumed the folder that the request was read from, if it was
   */
  check(
    request: Request,
    resumed: string | undefined,
  ): CheckedRun<Request, Found, Made> | (() => Promise<CheckedRun<Request, Found, Made>>)
}

/** @throws InputError, SettingError of one line for what is wrong; nothing is done yet. */
export const resumableRun = <
  Options extends RunOptions,
  Request extends { readonly csv?: true | undefined },
  Found,
  Made,
>(
  typed: Typed<Options>,
  { verb, folders, keeps, begin, check }: ResumableRun<Options, Request, Found, Made>,
): Chosen => {
  const { resume, quiet = false, json = false, csv = false } = typed.options
  const placement = placementOf(typed.options)
  const { folder, request } = resume === undefined ? begin(typed) : resumed(typed, resume, folders, keeps)
  const reused = reusedRuns(typed.options.reuse, folder)
  const run = async (checked: CheckedRun<Request, Found, Made>): Promise<number> => {
    const { shard } = placement
    const entry = { isResumed: resume !== undefined, isShared: shard !== undefined }
    if (folders.enter(folder, checked.request, entry)) {
      process.stderr.write(`${folder} is finished: the report is written.\n`)
      return 0
    }
    for (const note of checked.notes) process.stderr.write(`${note}\n`)
    const write = await checked.writer()
    const writeOnce = writerIn(folder, folders.finished, shard)
    const made = await folders.during(folder, checked.request, () =>
      runInPool({ folder, placement, quiet, verb, reused, ...checked }, async (tasks, workers) => {
        const found = await checked.measure(tasks)
        const { audited = null } = tasks.progress()
        const how = { folder, workers: workers(), audited, csv: csv || request.csv === true }
        return writeOnce(() => write(found, how))
      }),
    )
    return made === undefined ? 0 : checked.print(made, { folder, asJson: json })
  }
  const checked = check(request, resume)
  return typeof checked === 'function'
    ? { settings: () => [], run: async () => run(await checked()) }
    : { settings: checked.settings, run: () => run(checked) }
}

/**
 * The `runs/` of the run that `--reuse` names.
 *
 * @throws InputError for a folder without one, and for that of this run, which may be cleared
 */
const reusedRuns = (reuse: string | undefined, folder: string): string | undefined => {
  if (reuse === undefined) return undefined
  const runs = join(folderNamed('--reuse', reuse), 'runs')
  if (!existsSync(runs))
    throw new InputError(`--reuse ${reuse} holds no folder runs; name the folder of a run of multiview.`)
  if (existsSync(folder) && realpathSync(folder) === realpathSync(reuse))
    throw new InputError(`--reuse ${reuse} is the folder of this run; name another one with --out.`)
  return runs
}

/** Options that belong to a request, and that `--resume` takes too. */
const givenAgain: readonly string[] = ['csv', 'claims']

const resumed = <Request>(
  { words, isTyped }: Typed<RunOptions>,
  resume: string,
  folders: RunFolder<Request>,
  keeps: string,
): { folder: string; request: Request } => {
  const unwanted = [...folders.entries, 'out'].find(name => !givenAgain.includes(name) && isTyped(name))
  if (words.length > 0 || unwanted !== undefined)
    throw new InputError(
      `--resume takes ${keeps} from the interrupted run; remove ` +
        `${words.length > 0 ? `the claim ${quoted(words[0])}` : `--${unwanted}`}.`,
    )
  const folder = folderNamed('--resume', resume)
  return { folder, request: folders.read(folder) }
}
