import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { regimes } from '@multiview/network'
import { encode, execute, fileStore, inlinePool, scheduler, type Task } from '@multiview/theory'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkpointsIn } from '../../packages/theory/src/plan/checkpoint-file.ts'
import { effort } from './effort.ts'
import { mutated } from './hostile-files.ts'
import { anyJson, changedJson } from './hostile-json.ts'

const task = {
  kind: 'train',
  settings: { ...regimes.limit, classes: 2, otherFeatureRate: 1, samples: 12, neurons: 2, targetLoss: 0.3 },
  names: { seed: 1, dataset: 'd', initialization: 'i' },
  raceInterval: 50,
} as const satisfies Task
const key = '0123456789abcdef0123456789abcdef'
const run = execute(task)

let folder: string
let file: string
let warnings: string[]
/** The task after a store has read it, as the only one of its folder. */
let good: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'multiview-checkpoints-'))
  file = join(folder, 'runs', `${key}.json`)
  warnings = []
  open().save(key, task, run)
  good = readFileSync(file, 'utf8')
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = () => fileStore(join(folder, 'runs'), '1', line => warnings.push(line))

/** Whether the file is used. If so, its state equals the trained one. If not, one line says why. */
const isUsed = (content: string | Uint8Array, { forged = false } = {}): boolean => {
  writeFileSync(file, content)
  warnings.length = 0
  const before = process.memoryUsage().arrayBuffers
  const loaded = open().load(key, task)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * content.length + 1_000_000)
  if (loaded === undefined) {
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/^[^\p{Cc}]{20,400}; it is computed again\.$/u)
    return false
  }
  expect(warnings).toEqual([])
  if (!forged) expect(loaded).toEqual(run)
  return true
}

const counted = <T>(contents: fc.Arbitrary<T>, used: (content: T) => boolean): number => {
  let count = 0
  fc.assert(
    fc.property(contents, content => {
      if (used(content)) count++
    }),
    effort,
  )
  return count
}

describe('a checkpoint that is not what was trained is named in one line and not used:', () => {
  test('bytes changed, dropped and repeated', () => {
    const bytes = new TextEncoder().encode(good)
    expect(counted(mutated([bytes]), content => isUsed(content))).toBeLessThan(effort.numRuns)
  })

  test('fields changed', () => {
    const contents = fc.oneof({ weight: 9, arbitrary: changedJson(JSON.parse(good)) }, anyJson, fc.string())
    expect(counted(contents, content => isUsed(content))).toBeGreaterThan(0)
  })

  test('another result under a right checksum, if it cannot be one of such a task', () => {
    const plain = JSON.parse(encode(run))
    const forge = (result: string): string =>
      JSON.stringify({
        ...JSON.parse(good),
        result,
        checksum: createHash('sha256').update(result).digest('hex'),
      })
    const results = fc.oneof({ weight: 9, arbitrary: changedJson(plain) }, anyJson, fc.string())
    counted(results, result => {
      const used = isUsed(forge(result), { forged: true })
      if (used) {
        const { featureCorrelation, finalStrength } = open().load(key, task)!
        expect([featureCorrelation.length, finalStrength.length]).toEqual([16, 4])
        expect([...featureCorrelation, ...finalStrength].every(Number.isFinite)).toBe(true)
      }
      return used
    })
  })
})

test('a checkpoint that was cut short, wherever, is computed again to the same result', async () => {
  const pool = inlinePool()
  for (let length = 0; length < good.length; length += 97) expect(isUsed(good.slice(0, length))).toBe(false)
  const tasks = scheduler(pool, open())
  expect(await tasks.run(task)).toEqual(run)
})

test('drafts that a killed run left behind are cleared away, and other files are not', () => {
  writeFileSync(`${file}.123.tmp`, 'half')
  writeFileSync(join(folder, 'runs', 'mine.txt'), '')
  open()
  expect(readdirSync(join(folder, 'runs')).sort()).toEqual([`${key}.json`, 'mine.txt'])
})

test('a runs/ that is a link is refused: checkpoints would end up elsewhere', () => {
  symlinkSync('.', join(folder, 'linked'))
  expect(() => fileStore(join(folder, 'linked'), '1', () => {})).toThrow(/linked is a link/)
})

test('a runs/ that becomes a link during a run is noticed, and nothing is written through it', () => {
  const store = open()
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere)
  rmSync(join(folder, 'runs'), { recursive: true })
  symlinkSync('elsewhere', join(folder, 'runs'))
  expect(() => store.save(key, task, run)).toThrow(/runs is a link; it must be a folder of its own/)
  const warn = (line: string) => warnings.push(line)
  const checkpoints = checkpointsIn({ ...store.checkpoint!(key), seconds: 0 }, task, warn)
  checkpoints.save({ step: 1 } as never)
  expect(readdirSync(elsewhere)).toEqual([])
})

test('a checkpoint that is a link is replaced, and what it points to is kept', () => {
  writeFileSync(join(folder, 'precious'), 'precious')
  rmSync(file)
  symlinkSync(join('..', 'precious'), file)
  open().save(key, task, run)
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious')
  expect(open().load(key, task)).toEqual(run)
})
