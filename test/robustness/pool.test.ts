import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  ])('%s twice is reported by the name of its task, and the others are done', async (_, how, why) => {
    const failing = expect(run(how, 'x')).rejects.toMatchObject({
      name: 'TaskFailure',
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

test('a pool that is closed runs nothing again', async () => {
  const hanging = expect(run('hang, always', 'x')).rejects.toThrow()
  await run('well', 0)
  await pool.close()
  await hanging
  expect(warnings).toEqual([])
})
