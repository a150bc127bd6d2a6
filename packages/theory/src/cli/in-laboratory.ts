/** Work on worker threads that shows how far it has come, keeps what it trains, and says so when it is stopped. */

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

/**
 * @throws InputError of one line when the folder cannot be written any more: what was trained is kept, and the line says how
 * to go on.
 */
export const inLaboratory = async <T>(
  { folder, workers, quiet, verb }: Surroundings,
  work: (lab: Laboratory) => Promise<T>,
): Promise<T> => {
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const store = fileStore(join(folder, 'runs'), version, warn)
  const pool = workerPool(workers, { warn })
  const lab = laboratory(pool, store)
  const stopProgress = showProgress(lab, quiet)
  const resume = resumeHint(verb, folder, process.env)
  const interrupt = (): void => {
    stopProgress()
    process.stderr.write(`\nInterrupted; what was trained is kept. Go on with: ${resume}\n`)
    process.exit(130)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    return await work(lab)
  } catch (error) {
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
