/** Runs tasks in this thread, one after another: for tests, and if there are no worker threads. */

import type { Pool } from './pool.ts'
import { execute } from './tasks/index.ts'

export const inlinePool = (): Pool => {
  let last: { step: number; loss: number } | null = null
  return {
    run: async (task, _, started) => {
      started?.()
      return execute(task, (step, loss) => {
        last = { step, loss }
      })
    },
    latest: () => last,
    close: async () => {},
  }
}
