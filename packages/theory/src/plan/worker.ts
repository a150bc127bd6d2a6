/** What a worker thread runs. */

import { getHeapStatistics } from 'node:v8'
import { checkpointsIn } from './checkpoint-file.ts'
import { importModule } from './import-module.ts'
import { isPermanent } from './impossible.ts'
import { isOfMachine, NotImported } from './of-machine.ts'
import type { Answer, Job } from './pool.ts'
import { execute } from './tasks/index.ts'

export default async (job: Job): Promise<Answer> => {
  try {
    return { result: await resultOf(job) }
  } catch (error) {
    // The main thread gets the message of an error, and not its class.
    if (isPermanent(error)) return { impossible: error.message }
    return {
      threw: error instanceof Error ? error.message : String(error),
      isOfMachine: isOfMachine(error),
    }
  }
}

/** A thread looks at its memory when a model has reported its progress so many times. */
const reportsPerLook = 64

/** @throws Error if this thread has more than so many megabytes: its heap, and its arrays. */
const checkMemory = (megabytes: number): void => {
  const { used_heap_size: heap, external_memory: arrays } = getHeapStatistics()
  if (heap + arrays > megabytes * 2 ** 20)
    throw new Error(
      `it has ${Math.round((heap + arrays) / 2 ** 20)} MB of memory, and its share of --memory is ${megabytes} MB`,
    )
}

const resultOf = async ({ task, report, life, checkpoint: file, modules, memory }: Job): Promise<unknown> => {
  Atomics.add(life, 0, 1)
  for (const each of modules)
    await importModule(each).catch(error => {
      throw new NotImported(error.message)
    })
  const progress = (step: number, loss: number): void => {
    const reports = Atomics.add(life, 0, 1)
    if (memory !== undefined && reports % reportsPerLook === 0) checkMemory(memory)
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
