// A worker whose tasks say how it shall behave: `names.how` on the first run of a task, and well on every later one,
// unless it ends in "always". A file of its name in `names.folder` tells the runs apart across threads.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export default ({ task, life }) => {
  const { how, id, folder } = task.names
  Atomics.add(life, 0, 1)
  const mark = join(folder, String(id))
  const first = !existsSync(mark)
  writeFileSync(mark, '')
  if (first || how.endsWith('always')) {
    if (how.startsWith('throw')) throw new Error(`thrown by ${id}`)
    if (how.startsWith('exit')) process.exit(7)
    if (how.startsWith('hang')) for (;;) Atomics.load(life, 0)
    if (how.startsWith('impossible')) throw new RangeError('patches is 2; allowed: more.')
  }
  return { id, how }
}
