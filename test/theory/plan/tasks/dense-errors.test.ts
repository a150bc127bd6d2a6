import { regimes } from '@multiview/network'
import { execute } from '@multiview/theory'
import { expect, test } from 'vitest'

const settings = {
  ...regimes.dense,
  classes: 3,
  neurons: 4,
  samples: 24,
  patches: 6,
  singleViewFraction: 0.25,
  otherFeatureRate: 1,
  dimension: 400,
  power: 5,
  threshold: 1,
  initialScale: 0.1,
  noiseSpan: 'all',
} as const
const task = (...members: { dataset: string; initialization: string }[]) =>
  ({
    kind: 'dense-errors',
    settings,
    seed: 7,
    members,
    testSet: 't',
    singlePerCell: 40,
    multiPerClass: 40,
  }) as const

test('networks in R^d fit their data, and more of them know more views', () => {
  const names = ['a', 'b', 'c', 'd'].map(initialization => ({ dataset: 'x', initialization }))
  const one = execute(task(names[0]))
  const four = execute(task(...names))
  expect([one.trainingErrors, four.trainingErrors]).toEqual([0, 0])
  expect(one.unknown + one.known).toBe(240)
  expect(one.unknown).toBeGreaterThan(0)
  expect(four.unknown).toBeLessThan(one.unknown)
  expect(four.steps).toBeGreaterThan(2 * one.steps)
})

test('members of different data sets train on them', () => {
  const both = execute(task({ dataset: 'x', initialization: 'a' }, { dataset: 'y', initialization: 'a' }))
  const [x, y] = ['x', 'y'].map(dataset => execute(task({ dataset, initialization: 'a' })))
  expect(both.steps).toBe(x.steps + y.steps)
  expect(x.steps).not.toBe(y.steps)
})
