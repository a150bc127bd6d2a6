/** What a worker thread runs. */

import { SettingError } from '@multiview/network'
import type { Job } from './pool.ts'
import { execute } from './tasks/index.ts'

export default ({ task, report, life }: Job): unknown => {
  Atomics.add(life, 0, 1)
  try {
    return execute(task, (step, loss) => {
      Atomics.add(life, 0, 1)
      report[0] = step
      report[1] = loss
    })
  } catch (error) {
    // Of an error class of our own only the message would cross to the main thread.
    throw error instanceof SettingError ? new RangeError(error.message) : error
  }
}
