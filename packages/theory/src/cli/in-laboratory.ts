/** Work on worker threads that shows how far it has come, keeps what it trains, and says so when it is stopped. */

import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Laboratory, laboratory } from '../plan/laboratory.ts'
import { workerPool } from '../plan/pool.ts'
import { fileStore } from '../plan/store.ts'
import { version } from '../version.ts'
import { complaint } from './complaint.ts'
import { InputError } from './input-error.ts'
import { showProgress } from './progress.ts'
import { resumeHint } from './resume-hint.ts'

export interface Surroundings {
  /** Its `runs/` keeps the trained models. */
  readonly folder: string
  readonly workers: number
  readonly quiet: boolean
  /** The command that goes on with `--resume`. */
  readonly verb: 'verify' | 'sweep'
}

/** Exit status of a process that a signal ends: 128 and its number. */
const statusOf = { SIGINT: 130, SIGTERM: 143 } as const

/** Milliseconds that threads get to end. */
const longestFarewell = 2000

/** Threads wait for each other beyond one per core; four leave room for a limit on cores that Node does not see. */
const threadsPerCore = 4
/** Bytes that a thread with its program and a small model takes. */
const bytesPerThread = 2 ** 27

const mostThreads = (): number =>
  Math.max(1, Math.min(threadsPerCore * availableParallelism(), Math.floor(totalmem() / bytesPerThread)))

/**
 * @throws InputError of one line when the folder cannot be written any more: what was trained is kept, and the line says how
 * to go on.
 */
export const inLaboratory = async <T>(
  { folder, workers, quiet, verb }: Surroundings,
  work: (lab: Laboratory, threads: number) => Promise<T>,
): Promise<T> => {
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const store = fileStore(join(folder, 'runs'), version, warn)
  const threads = Math.min(workers, mostThreads())
  if (threads < workers && !quiet)
    warn(`--workers ${workers}: at most ${threads} are of use on this machine.`)
  const pool = workerPool(threads, { warn })
  const lab = laboratory(pool, store)
  const stopProgress = showProgress(lab, quiet)
  const resume = resumeHint(verb, folder, process.env)
  let isInterrupted = false
  const interrupt = (signal: keyof typeof statusOf): void => {
    if (isInterrupted) return
    isInterrupted = true
    stopProgress()
    process.stderr.write(`\nInterrupted; what was trained is kept. Go on with: ${resume}\n`)
    const exit = (): never => process.exit(statusOf[signal])
    setTimeout(exit, longestFarewell)
    pool.close().then(exit, exit)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    return await work(lab, threads)
  } catch (error) {
    // The tasks that were under way are lost with their threads, which is no news; the process is about to end.
    if (isInterrupted) return await new Promise<never>(() => {})
    const written = (error as NodeJS.ErrnoException).code !== undefined ? complaint(error) : undefined
    throw written === undefined
      ? error
      : new InputError(`${written} What was trained before is kept: ${resume}`)
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    stopProgress()
    await pool.close()
  }
}
