import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { regimes } from '@multiview/network'
import { execute, fileStore, type Task } from '@multiview/theory'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'multiview-kept-'))
afterAll(() => rmSync(folder, { recursive: true }))

const settings = { ...regimes.limit, classes: 3, otherFeatureRate: 1, samples: 24, neurons: 2, maxSteps: 3 }
const names = { seed: 1, dataset: 'd', initialization: 'i' }
const dense = { ...regimes.dense, ...settings, dimension: 16, backgroundNoiseNorm: 0 }
const tasks: Task[] = [
  { kind: 'growth', settings, names, beyond: 1 },
  { kind: 'anatomy', settings, names, shuffledLabels: false },
  { kind: 'dense-and-limit', settings: dense, names, limitInitialization: 'i' },
  { kind: 'mixed', settings, names, samples: 'midpoints', pairs: 5, viewSum: 0, testPerCell: 2 },
  {
    kind: 'dense-errors',
    settings: dense,
    seed: 1,
    members: [{ dataset: 'd', initialization: 'i' }],
    testSet: 't',
    singlePerCell: 2,
    multiPerClass: 2,
  },
]

describe.each(tasks.map(task => [task.kind, task] as const))('a file of the kind %s', (_, task) => {
  const warnings: string[] = []
  const store = fileStore(folder, '1', line => warnings.push(line))
  const result = execute(task) as object
  /** This result after it is saved with a correct checksum and read again. */
  const back = (written: unknown): unknown => {
    store.save('key', task, written as never)
    return store.load('key', task)
  }

  test('is taken if it holds what the task gives', () => {
    expect(back(result)).toEqual(result)
    expect(warnings).toEqual([])
  })

  test('is refused without any one of its fields, and with another thing in its place', () => {
    const fields = Object.keys(result)
    for (const name of fields) {
      const { [name as never]: __, ...rest } = result
      expect(back(rest)).toBeUndefined()
      expect(back({ ...(rest as object), [name]: 'text' })).toBeUndefined()
    }
    expect(warnings).toHaveLength(2 * fields.length)
  })
})
