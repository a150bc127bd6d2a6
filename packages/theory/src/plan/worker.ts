/** What a worker thread runs. */

import { checkpointsIn } from './checkpoint-file.ts'
import { importModule } from './import-module.ts'
import { isPermanent } from './impossible.ts'
import type { Answer, Job } from './pool.ts'
import { execute } from './tasks/index.ts'

export default async (job: Job): Promise<Answer> => {
  try {
    return { result: await resultOf(job) }
  } catch (error) {
    // The main thread gets the message of an error, and not its class.
    if (isPermanent(error)) return { impossible: error.message }
    return { threw: error instanceof Error ? error.message : String(error) }
  }
}

const resultOf = async ({ task, report, life, checkpoint: file, modules }: Job): Promise<unknown> => {
  Atomics.add(life, 0, 1)
  for (const each of modules) await importModule(each)
  const progress = (step: number, loss: number): void => {
    Atomics.add(life, 0, 1)
    report[0] = step
    report[1] = loss
  }
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const checkpoint = file && checkpointsIn(file, task, warn)
  return checkpoint?.resumeFrom === undefined
    ? execute(task, progress, checkpoint)
    : resumed(
        () => execute(task, progress, checkpoint),
        () => execute(task, progress, { ...checkpoint, resumeFrom: undefined }),
        () =>
          warn(`${file?.path} is not used: training cannot resume from it and starts from the beginning.`),
      )
}

/**
 * A task that cannot resume, although the checksum of its checkpoint is right, starts from the
 * beginning.
 */
const resumed = (resume: () => unknown, fromStart: () => unknown, say: () => void): unknown => {
  try {
    return resume()
  } catch {
    say()
    return fromStart()
  }
}
