import { regimes } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { Impossible } from '../../../packages/theory/src/plan/impossible.ts'
import { failureText, outcomeIn, resultText } from '../../../packages/theory/src/plan/outcome.ts'
import { packed, unpacked } from '../../../packages/theory/src/plan/packed-task.ts'
import { taskKey } from '../../../packages/theory/src/plan/task-identity.ts'
import type { Task } from '../../../packages/theory/src/plan/tasks/index.ts'

const names = { seed: 1, dataset: 'd', initialization: 'i' }
const long = Float64Array.from({ length: 1000 }, (_, j) => (j % 3 === 0 ? -0 : j / 7))
const member = (initialization: string) => ({ initialization, featureCorrelation: long })
const tasks: Record<string, Task> = {
  'a network': { kind: 'train', settings: regimes.limit, names, raceInterval: 0 },
  'one without an optional field': {
    kind: 'train-reduced',
    settings: regimes.limit,
    names,
    raceInterval: undefined,
  } as unknown as Task,
  'arrays, one of them twice and one of them short': {
    kind: 'measure-errors',
    settings: regimes.limit,
    seed: 1,
    testSet: 't',
    singlePerCell: 2,
    multiPerClass: 3,
    members: [
      member('a'),
      member('b'),
      { initialization: 'c', featureCorrelation: new Float64Array([Number.NaN, -0]) },
    ],
  },
}

describe.each(Object.entries(tasks))('a task with %s', (_, task) => {
  test('comes back from its text and arrays, with its key', () => {
    const { text, arrays } = packed(task)
    const copies = new Map([...arrays].map(([hash, bytes]) => [hash, Uint8Array.from(bytes)]))
    const again = unpacked({ text, arrays: copies })
    expect(taskKey(again)).toBe(taskKey(task))
    expect(again).toEqual(task)
  })
})

test('an array travels once, apart from the text, and is asked for by its hash', () => {
  const { text, arrays } = packed(tasks['arrays, one of them twice and one of them short'])
  expect([...arrays].map(([hash, bytes]) => [hash.length, bytes.length])).toEqual([[64, 8000]])
  expect(text.length).toBeLessThan(2500)
  expect(() => unpacked({ text, arrays: new Map() })).toThrow('an array is missing')
})

describe('the text of an outcome', () => {
  const task = tasks['arrays, one of them twice and one of them short']
  const counts = { singleErrors: 3, singles: 40, multiErrors: 0, multis: 30 }

  test('gives the result, or the error of impossible settings', () => {
    expect(outcomeIn(resultText('1', task, counts), '1', task)).toEqual({ result: counts })
    const failed = outcomeIn(failureText('1', task, new Impossible('k is 1')), '1', task)
    expect(failed).toEqual({ failure: new Impossible('k is 1') })
  })

  test.each([
    ['of another version', resultText('2', task, counts), 'it is of version "2"'],
    ['of another task', resultText('1', tasks['a network'], counts), 'it is of another task'],
    ['cut short', resultText('1', task, counts).slice(0, -9), 'it is cut short or damaged'],
    [
      'changed',
      resultText('1', task, counts).replace('Errors\\":3', 'Errors\\":4'),
      'its checksum does not match',
    ],
    [
      'of a test set of another size',
      resultText('1', task, { ...counts, singles: 41 }),
      'it does not hold the result of such a task',
    ],
    ['with another error', failureText('1', task, new TypeError('odd')), 'it does not hold a failure'],
  ])('%s is refused', (_, text, why) => {
    expect(() => outcomeIn(text, '1', task)).toThrow(why)
  })
})
