import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Pool, type Task, workerPool } from '@multiview/theory'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder: string
let pool: Pool
let warnings: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'multiview-pool-'))
  warnings = []
  pool = workerPool(2, {
    patience: 2,
    memory: 48,
    warn: line => warnings.push(line),
    worker: new URL('workers/misbehaving.mjs', import.meta.url),
  })
})
afterEach(async () => {
  await pool.close()
  rmSync(folder, { recursive: true })
})

const run = (how: string, id: number | string): Promise<unknown> =>
  pool.run({ kind: 'train', names: { how, id, folder } } as unknown as Task)

/** The tasks that succeed, around one that fails. */
const others = (from: number) => Promise.all([0, 1, 2, 3].map(i => run('well', from + i)))

describe('a worker that', () => {
  test.each([
    ['throws', 'throw', 'thrown by x'],
    ['exits', 'exit', 'worker exited with code: 7'],
    ['fills its heap', 'heap', 'Worker terminated due to reaching memory limit: JS heap out of memory'],
    ['lacks memory', 'memory', 'Array buffer allocation failed'],
    ['hangs', 'hang', 'it did not report for 2 s'],
  ])('%s is replaced, and its task run again', async (_, how, why) => {
    const [result, ...rest] = await Promise.all([run(how, 'x'), others(0)])
    expect(result).toEqual({ id: 'x', how })
    expect(rest.flat()).toHaveLength(4)
    expect(warnings).toEqual([`Task train (how ${how}, id x, folder ${folder}) is run again: ${why}.`])
    expect(await others(4)).toHaveLength(4)
  })

  test.each([
    ['throws', 'throw, always', 'thrown by x'],
    ['exits', 'exit, always', 'worker exited with code: 7'],
    ['lacks memory', 'memory, always', 'Array buffer allocation failed'],
    ['hangs', 'hang, always', 'it did not report for 2 s'],
    ['lacks a disk', 'disk, always', 'ENOENT: no such file'],
  ])('%s twice is reported by the name of its task, and the others are done', async (_, how, why) => {
    const failing = expect(run(how, 'x')).rejects.toMatchObject({
      name: 'TaskFailure',
      isOfMachine: how.startsWith('disk'),
      message: expect.stringContaining(`failed twice: ${why}; then ${why}.`),
    })
    expect(await others(0)).toHaveLength(4)
    await failing
    expect(await others(4)).toHaveLength(4)
  })

  test('says that the settings are impossible is believed at once', async () => {
    await expect(run('impossible, always', 'x')).rejects.toThrow(
      expect.objectContaining({ name: 'Impossible', message: 'patches is 2; allowed: more.' }),
    )
    expect(warnings).toEqual([])
  })

  test('waits for its turn behind long tasks does not count as hanging', async () => {
    // Both workers have tasks that hang until their time limit. The other tasks have waited as long
    // by then.
    const results = await Promise.all([run('hang', 'a'), run('hang', 'b'), others(0)])
    expect(results.flat()).toHaveLength(6)
    expect(warnings).toHaveLength(2)
  })
})

test('a thread that cannot be loaded fails for a reason of the machine', async () => {
  const lost = workerPool(1, { worker: new URL('workers/none.mjs', import.meta.url) })
  const task = { kind: 'train', names: {} } as unknown as Task
  await expect(lost.run(task)).rejects.toMatchObject({ name: 'TaskFailure', isOfMachine: true })
  await lost.close()
})

test('arrays beyond the memory of a thread, a missing file and a changed module are told', () => {
  // Inside this package, where the packages resolve by their public names, to their built code.
  const workshop = fileURLToPath(new URL('../node_modules/.pool/', import.meta.url))
  mkdirSync(workshop, { recursive: true })
  const module = `import { readFileSync } from 'node:fs'
    export const tasks = [{ kind: 'own:hoard', isResult: () => true, run: ({ n }, progress) => {
      if (n < 0) readFileSync('/nowhere/at/all')
      const held = []
      for (let step = 0; step < n; step++) { held.push(new Float64Array(2 ** 14).fill(1)); progress(step, 1) }
      return held.length
    } }]`
  writeFileSync(`${workshop}hoard.mjs`, module)
  writeFileSync(
    `${workshop}run.mjs`,
    `import { registerTaskKind, workerPool } from '@multiview/theory'
     import { moduleFile } from '${new URL('../../packages/theory/dist/plan/module-file.js', import.meta.url)}'
     const kind = { kind: 'own:hoard', run: () => 0, isResult: () => true }
     const file = moduleFile('${workshop}hoard.mjs')
     registerTaskKind(kind, file)
     const pool = workerPool(1, { memory: 64 })
     const ask = (pool, n) => pool.run({ kind: 'own:hoard', n }).catch(error => [error.message, error.isOfMachine])
     const all = [await ask(pool, 300), await ask(pool, 2000), await ask(pool, -1)]
     registerTaskKind(kind, { ...file, sha256: 'another' })
     all.push(await ask(workerPool(1), 1))
     console.log(JSON.stringify(all))
     process.exit()`,
  )
  const { stdout, stderr } = spawnSync(process.execPath, [`${workshop}run.mjs`], { encoding: 'utf8' })
  rmSync(workshop, { recursive: true })
  expect(stderr).toBe('')
  // 64 MB hold 512 arrays of 2^14 numbers.
  expect(JSON.parse(stdout)).toEqual([
    300,
    [
      expect.stringMatching(/: it has \d+ MB of memory, and its share of --memory is 64 MB \(line 5\)\.$/),
      false,
    ],
    [expect.stringContaining('ENOENT: no such file or directory'), true],
    [expect.stringContaining('hoard.mjs has changed since the run began'), true],
  ])
})

test('a pool that is closed runs nothing again', async () => {
  const hanging = expect(run('hang, always', 'x')).rejects.toThrow()
  await run('well', 0)
  await pool.close()
  await hanging
  expect(warnings).toEqual([])
})
