/** Runs work on worker threads, with progress, saved results and a hint if it is interrupted. */

import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { QueueAddress } from '@multiview/cluster'
import type { ModuleFile } from '../plan/module-file.ts'
import { type Pool, workerPool } from '../plan/pool.ts'
import { queuePool } from '../plan/queue-pool.ts'
import { type Scheduler, scheduler } from '../plan/scheduler.ts'
import { type Shard, sharedStore } from '../plan/shared-store.ts'
import { fileStore } from '../plan/store.ts'
import { Suspended } from '../plan/suspended.ts'
import { version } from '../version.ts'
import { complaint, InputError } from './complaint.ts'
import { showProgress } from './progress.ts'
import { noteOpenQueue } from './queue-address.ts'
import type { Turn } from './writer.ts'

export interface Surroundings {
  /** Its `runs/` keeps the trained models. */
  readonly folder: string
  readonly where: Where
  /** Modules with kinds of tasks of the user. */
  readonly files: readonly ModuleFile[]
  readonly quiet: boolean
  /** The command that resumes the run. */
  readonly verb: 'verify' | 'sweep'
}

/**
 * Writes the report of a run: at once, or in one of several processes with the same folder. The
 * others are told who writes it, and get undefined.
 */
export const writtenOnce = async <T>(
  { folder, where: { shard } }: Pick<Surroundings, 'folder' | 'where'>,
  turn: Turn | undefined,
  write: () => T,
): Promise<T | undefined> => {
  if (shard === undefined || turn === undefined) return write()
  const taken = await turn.take()
  if (taken.isMine) {
    const made = write()
    turn.end()
    return made
  }
  const done = `Share ${shard.index}/${shard.count} of ${folder} is done`
  process.stderr.write(
    `${done}; ${taken.by === null ? 'the report is written' : `${taken.by} writes the report`}.\n`,
  )
  return undefined
}

/** Where tasks run: in threads here, or wherever a queue reaches. */
export interface Where {
  readonly workers: number
  readonly queue?: QueueAddress | undefined
  /** The share of this process, if several have the same folder. */
  readonly shard?: Shard | undefined
  /**
   * Seconds without the queue, or without results of other shares, after which the run is
   * suspended.
   */
  readonly wait?: number | undefined
}

/** Exit status of a process that a signal ends: 128 and its number. */
const statusOf = { SIGINT: 130, SIGTERM: 143 } as const

/** Milliseconds within which threads must end. */
const longestFarewell = 2000

/**
 * If there are more threads than cores, they wait for each other; four per core allow for cores
 * that Node does not count.
 */
const threadsPerCore = 4
/** Bytes of a thread with its program and a small model. */
const bytesPerThread = 2 ** 27

const mostThreads = (): number =>
  Math.max(1, Math.min(threadsPerCore * availableParallelism(), Math.floor(totalmem() / bytesPerThread)))

/**
 * @throws InputError of one line if writing to the folder fails: trained models are kept, and the
 * line tells how to resume.
 */
export const inScheduler = async <T>(
  { folder, where, files, quiet, verb }: Surroundings,
  work: (tasks: Scheduler, workers: () => number) => Promise<T>,
): Promise<T> => {
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const runs = join(folder, 'runs')
  const { shard, wait } = where
  const shared = shard && sharedStore(runs, version, warn, { ...shard, wait })
  const store = shared ?? fileStore(runs, version, warn)
  const resume = `${resumeHint(verb, folder, process.env)}${shard ? ` --shard ${shard.index}/${shard.count}` : ''}`
  const { pool, workers } = await poolAt(where, files, warn, quiet).catch(error => {
    throw resumable(error, resume)
  })
  const tasks = scheduler(pool, store)
  const stopProgress = showProgress(tasks, quiet)
  let isInterrupted = false
  const interrupt = (signal: keyof typeof statusOf): void => {
    if (isInterrupted) return
    isInterrupted = true
    stopProgress()
    process.stderr.write(`\nInterrupted; trained models are kept. Resume with: ${resume}\n`)
    const exit = (): never => process.exit(statusOf[signal])
    setTimeout(exit, longestFarewell)
    pool.close().then(exit, exit)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    return await work(tasks, workers)
  } catch (error) {
    // The interruption ended the threads and their tasks; the process is about to end.
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

/** Seconds without the queue. */
const usualPatience = 120

/** The pool, and the most workers that it has had. */
const poolAt = async (
  { workers, queue, wait = usualPatience }: Where,
  files: readonly ModuleFile[],
  warn: (line: string) => void,
  quiet: boolean,
): Promise<{ pool: Pool; workers: () => number }> => {
  if (queue !== undefined) {
    noteOpenQueue(queue)
    const pool = await queuePool(queue, { files, patience: wait, warn })
    const watch = watchQueue(pool, queue, warn)
    return {
      pool: {
        ...pool,
        close: async () => {
          watch.end()
          await pool.close()
        },
      },
      workers: watch.most,
    }
  }
  const threads = threadsFor(workers, quiet ? () => {} : warn)
  return { pool: workerPool(threads, { warn }), workers: () => threads }
}

/** Threads that are started for `--workers`. */
export const threadsFor = (workers: number, warn: (line: string) => void): number => {
  const threads = Math.min(workers, mostThreads())
  if (threads < workers)
    warn(`--workers ${workers}: this machine can use at most ${threads}; these are started.`)
  return threads
}

/** Milliseconds between two looks at a queue, and without workers before the user is told. */
const queueInterval = 500
const longestAlone = 10_000

/** Tells once that no worker is there, and once of each other version that is. */
const watchQueue = (pool: Pool, { shown }: QueueAddress, warn: (line: string) => void) => {
  const start = performance.now()
  let most = 0
  let isToldAlone = false
  const told = new Set<string>()
  const timer = setInterval(() => {
    const state = pool.queue?.()
    if (!state) return
    most = Math.max(most, state.workers)
    for (const each of state.others.workers)
      if (!told.has(each)) {
        told.add(each)
        warn(`${shown} has workers of multiview ${each}, which take none of these tasks.`)
      }
    if (most > 0 || isToldAlone || performance.now() - start < longestAlone) return
    isToldAlone = true
    warn(`${shown} has no worker for these tasks; start one with: multiview worker --queue ${shown}`)
  }, queueInterval)
  return { most: () => most, end: () => clearInterval(timer) }
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
    script === verb ? `npm run ${verb} --` : script === 'npx' ? `npx multiview ${verb}` : `multiview ${verb}`
  return `${command} --resume ${asWord(folder)}`
}

/** A word for a shell, quoted if it holds a character that means something to a shell. */
const asWord = (text: string): string =>
  /^[\w./,:+@%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
