// A worker that fails as its tasks say. `names.how` is how it fails on the first run of a task. It
// fails on later runs too if `names.how` ends in "always". A file in `names.folder` records the first
// run, for all threads.
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
    if (how.startsWith('impossible')) return { impossible: 'patches is 2; allowed: more.' }
    if (how.startsWith('heap')) for (const held = []; ; ) held.push({ at: held.length })
    if (how.startsWith('disk')) return { threw: 'ENOENT: no such file', isOfMachine: true }
    if (how.startsWith('memory')) throw new RangeError('Array buffer allocation failed')
  }
  return { result: { id, how } }
}
