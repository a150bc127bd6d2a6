/** What a worker thread runs. */

import { SettingError } from '@multiview/network'
import { courseIn } from './course.ts'
import type { Job } from './pool.ts'
import { execute } from './tasks/index.ts'

export default ({ task, report, life, course: file }: Job): unknown => {
  Atomics.add(life, 0, 1)
  const progress = (step: number, loss: number): void => {
    Atomics.add(life, 0, 1)
    report[0] = step
    report[1] = loss
  }
  const warn = (line: string): void => void process.stderr.write(`${line}\n`)
  const course = file && courseIn(file, task, warn)
  try {
    return course?.from === undefined
      ? execute(task, progress, course)
      : goOn(
          () => execute(task, progress, course),
          () => execute(task, progress, { ...course, from: undefined }),
          () => warn(`${file?.path} is not used: training cannot go on from it; it begins anew.`),
        )
  } catch (error) {
    // Of an error class of our own only the message would cross to the main thread.
    throw error instanceof SettingError ? new RangeError(error.message) : error
  }
}

/** What cannot be gone on with, although its checksum is right, is begun anew. */
const goOn = (on: () => unknown, anew: () => unknown, say: () => void): unknown => {
  try {
    return on()
  } catch {
    say()
    return anew()
  }
}
