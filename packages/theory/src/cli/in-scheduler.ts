/** Runs work on worker threads, with progress, saved results and a hint if it is interrupted. */

import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { workerPool } from '../plan/pool.ts'
import { type Scheduler, scheduler } from '../plan/scheduler.ts'
import { fileStore } from '../plan/store.ts'
import { version } from '../version.ts'
import { complaint, InputError } from './complaint.ts'
import { showProgress } from './progress.ts'

export interface Surroundings {
  /** Its `runs/` keeps the trained models. */
  readonly folder: string
  readonly workers: number
  readonly quiet: boolean
  /** The command that resumes the run. */
  readonly verb: 'verify' | 'sweep'
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
  { folder, workers, quiet, verb }: Surroundings,
  work: (tasks: Scheduler, threads: number) => Promise<T>,
): Promise<T> => {
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const store = fileStore(join(folder, 'runs'), version, warn)
  const threads = Math.min(workers, mostThreads())
  if (threads < workers && !quiet)
    warn(`--workers ${workers}: this machine can use at most ${threads}; these are started.`)
  const pool = workerPool(threads, { warn })
  const tasks = scheduler(pool, store)
  const stopProgress = showProgress(tasks, quiet)
  const resume = resumeHint(verb, folder, process.env)
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
    return await work(tasks, threads)
  } catch (error) {
    // The interruption ended the threads and their tasks; the process is about to end.
    if (isInterrupted) return await new Promise<never>(() => {})
    const written = (error as NodeJS.ErrnoException).code !== undefined ? complaint(error) : undefined
    throw written === undefined
      ? error
      : new InputError(`${written} Trained models are kept; resume with: ${resume}`)
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    stopProgress()
    await pool.close()
  }
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
