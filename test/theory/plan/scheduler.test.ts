import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { regimes, type Settings } from '@multiview/network'
import { fileStore, inlinePool, type Pool, scheduler, type Task } from '@multiview/theory'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const settings: Settings = { ...regimes.limit, classes: 3, otherFeatureRate: 1.5, samples: 30, neurons: 3 }
const training = (initialization: string): Extract<Task, { kind: 'train' }> => ({
  kind: 'train',
  settings,
  names: { seed: 1, dataset: 'd', initialization },
  raceInterval: 10,
})

/** A pool that counts the tasks that it gets. */
const countingPool = (): Pool & { runs: number } => {
  const pool = inlinePool()
  const counting = { ...pool, runs: 0 }
  counting.run = task => {
    counting.runs++
    return pool.run(task)
  }
  return counting
}

describe('a scheduler', () => {
  test('runs the same task once, in whatever order its fields stand', async () => {
    const pool = countingPool()
    const tasks = scheduler(pool, null)
    const { kind, settings: same, names, raceInterval } = training('a')
    const [one, two] = await Promise.all([
      tasks.run(training('a')),
      tasks.run({ raceInterval, names: { ...names }, settings: { ...same }, kind }),
    ])
    expect(two).toBe(one)
    expect(pool.runs).toBe(1)
    expect(tasks.progress().models).toEqual({ done: 1, asked: 1 })
  })

  test('tells different tasks apart', async () => {
    const pool = countingPool()
    const tasks = scheduler(pool, null)
    const [one, two] = await Promise.all([tasks.run(training('a')), tasks.run(training('b'))])
    expect(pool.runs).toBe(2)
    expect(one.featureCorrelation).not.toEqual(two.featureCorrelation)
  })
})

describe('the store', () => {
  let folder: string
  let warnings: string[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'multiview-store-'))
    warnings = []
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const open = (version = '1') => fileStore(join(folder, 'runs'), version, line => warnings.push(line))
  const onlyFile = (): string => {
    const [name, ...more] = readdirSync(join(folder, 'runs'))
    expect(more).toEqual([])
    return join(folder, 'runs', name)
  }
  const trainAgain = async (version = '1') => {
    const pool = countingPool()
    const run = await scheduler(pool, open(version)).run(training('a'))
    return { run, runs: pool.runs }
  }

  test('gives back, bit for bit, what was trained', async () => {
    const first = await trainAgain()
    const second = await trainAgain()
    expect(first.runs).toBe(1)
    expect(second.runs).toBe(0)
    expect(second.run).toEqual(first.run)
    expect(warnings).toEqual([])
  })

  test.each([
    ['truncated', (text: string) => text.slice(0, text.length / 2)],
    [
      'changed in one digit',
      (text: string) =>
        text.replace(/\\"loss\\":0\.00(\d)/, (_, d) => `\\"loss\\":0.00${(Number(d) + 1) % 10}`),
    ],
    [
      'of another task',
      (text: string) => text.replace('\\"initialization\\":\\"a\\"', '\\"initialization\\":\\"z\\"'),
    ],
    ['of a newer schema', (text: string) => text.replace('multiview.run/2', 'multiview.run/3')],
    ['foreign', () => '{"hello":1}'],
    ['empty', () => ''],
  ])('trains again, and says so in one line, when the file is %s', async (_, damage) => {
    const first = await trainAgain()
    const path = onlyFile()
    const text = readFileSync(path, 'utf8')
    const damaged = damage(text)
    expect(damaged).not.toBe(text)
    writeFileSync(path, damaged)
    const second = await trainAgain()
    expect(second.runs).toBe(1)
    expect(second.run).toEqual(first.run)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).not.toContain('\n')
    expect((await trainAgain()).runs).toBe(0)
  })

  test('does not use a file of another version', async () => {
    await trainAgain('1')
    expect((await trainAgain('2')).runs).toBe(1)
    expect(warnings[0]).toContain('version "1"')
  })
})
