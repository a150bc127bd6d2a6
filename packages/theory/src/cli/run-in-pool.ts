/** Runs work in a pool of workers, with progress, saved results and a hint if it is interrupted. */

import { dirname, join, relative } from 'node:path'
import type { ModuleFile } from '../plan/module-file.ts'
import { type Scheduler, scheduler } from '../plan/scheduler.ts'
import { sharedStore } from '../plan/shared-store.ts'
import { fileStore } from '../plan/store.ts'
import { Suspended } from '../plan/suspended.ts'
import { version } from '../version.ts'
import { complaint, InputError } from './complaint.ts'
import { endNow, waitingFor } from './ending.ts'
import type { Placement } from './placement.ts'
import { showProgress } from './progress.ts'
import { tellSilence } from './silence.ts'
import { startPool } from './start-pool.ts'

export interface PooledRun {
  /** The folder of the run. Its `runs/` has the trained models. */
  readonly folder: string
  readonly placement: Placement
  /** The user's modules that have kinds of tasks. */
  readonly files: readonly ModuleFile[]
  readonly quiet: boolean
  /** The command that resumes the run. */
  readonly verb: 'verify' | 'sweep'
  /** What has not ended, in words. */
  readonly unfinished: () => string
  /** The `runs/` of another run, whose results are taken. */
  readonly reused: string | undefined
}

/** Exit status of a process that a signal ends: 128 and its number. */
const statusOf = { SIGINT: 130, SIGTERM: 143 } as const

/** Milliseconds within which threads must end. */
const longestFarewell = 2000

/**
 * @throws InputError of one line if writing to the folder fails: trained models are kept, and the
 * line tells how to resume.
 */
export const runInPool = async <T>(
  { folder, placement, files, quiet, verb, unfinished, reused }: PooledRun,
  work: (tasks: Scheduler, workers: () => number) => Promise<T>,
): Promise<T> => {
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const runs = join(folder, 'runs')
  const { shard, wait } = placement
  const shared = shard && sharedStore(runs, version, warn, { ...shard, wait, reused })
  const store = shared ?? fileStore(runs, version, warn, { reused })
  const resume = [
    resumeHint(verb, folder, process.env),
    ...files.map(({ path }) => `--claims ${asWord(fromHere(path))}`),
    ...(shard ? [`--shard ${shard.index}/${shard.count}`] : []),
    ...(reused === undefined ? [] : [`--reuse ${asWord(dirname(reused))}`]),
  ].join(' ')
  const { pool, workers } = await startPool(placement, files, warn, quiet).catch(error => {
    throw resumable(error, resume)
  })
  const tasks = scheduler(pool, store)
  const stops = [showProgress(tasks, quiet), tellSilence(tasks, unfinished, warn, quiet)]
  const stopProgress = (): void => {
    for (const stop of stops) stop()
  }
  waitingFor(unfinished)
  let isInterrupted = false
  const interrupt = (signal: keyof typeof statusOf): void => {
    if (isInterrupted) return
    isInterrupted = true
    stopProgress()
    process.stderr.write(`\nInterrupted; trained models are kept. Resume with: ${resume}\n`)
    const exit = (): never => endNow(statusOf[signal])
    setTimeout(exit, longestFarewell)
    pool.close().then(exit, exit)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    const found = await work(tasks, workers)
    const { audited } = tasks.progress()
    if (typeof audited === 'number' && !quiet)
      warn(`${audited} of ${tasks.progress().tasks.done} tasks were computed here too, with the same bytes.`)
    return found
  } catch (error) {
    // The interruption ended the threads and their tasks, and the process is about to end.
    if (isInterrupted) return await new Promise<never>(() => {})
    throw resumable(error, resume)
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    stopProgress()
    shared?.close()
    await pool.close()
  }
}

/** The error with the command that resumes, for a run that was suspended or could not write. */
const resumable = (error: unknown, resume: string): unknown => {
  const hint = `Trained models are kept; resume with: ${resume}`
  if (error instanceof Suspended) return new Suspended(`${error.message} ${hint}`)
  const written = (error as NodeJS.ErrnoException).code !== undefined ? complaint(error) : undefined
  return written === undefined ? error : new InputError(`${written} ${hint}`)
}

/**
 * The command that resumes an interrupted run, in the form in which the run was started: through
 * the npm script of the verb's name, through npx, or as the command itself.
 */
export const resumeHint = (
  verb: 'verify' | 'sweep',
  folder: string,
  { npm_lifecycle_event: script }: Readonly<Record<string, string | undefined>>,
): string => {
  const command =
    script === verb
      ? `npm run ${verb} --`
      : script === 'npx'
        ? `npx @multiview/theory ${verb}`
        : `multiview ${verb}`
  return `${command} --resume ${asWord(folder)}`
}

/** The path of a file, relative if the file is in this folder or below it. */
const fromHere = (path: string): string => {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}

/** A word for a shell, quoted if it holds a character that means something to a shell. */
const asWord = (text: string): string =>
  /^[\w./,:+@%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
