/** What a worker thread runs. */

import type { Job } from './pool.ts'
import { execute } from './tasks.ts'

export default ({ task, report }: Job): unknown =>
  execute(task, (step, loss) => {
    report[0] = step
    report[1] = loss
  })
