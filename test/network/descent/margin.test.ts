import {
  adaptiveStep,
  crossEntropy,
  descend,
  everyMarginReaches,
  marginsOf,
  trainDenseModel,
  trainLimitModel,
} from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { smallDense } from '../dense/small.ts'
import { smallWith } from '../settings.ts'
import { data, models } from './models.ts'

const label = Int32Array.of(0, 2, 1)
const outputs = Float64Array.of(3, 1, 2, 0, 5, 4, -1, -4, -2)

test('the margin is the own output over the best of the others', () => {
  expect([...marginsOf(outputs, label)]).toEqual([1, -1, -3])
})

test('every sample must reach it', () => {
  expect(everyMarginReaches(-3, label)(outputs)).toBe(true)
  expect(everyMarginReaches(-2.99, label)(outputs)).toBe(false)
})

test('descent ends at the first state whose outputs are good enough', () => {
  const { model } = models.dense()
  const least: number[] = []
  const run = descend(model, crossEntropy(data.label, 3), {
    rule: adaptiveStep(0.1),
    targetLoss: 0,
    maxSteps: 500,
    isEnough: everyMarginReaches(0.5, data.label),
    record: (_, __, { outputs }) => least.push(Math.min(...marginsOf(outputs, data.label))),
  })
  expect(run.steps).toBeGreaterThan(0)
  expect(run.steps).toBeLessThan(500)
  expect(least.length).toBe(run.steps + 1)
  least.forEach((margin, step) => {
    expect(margin >= 0.5).toBe(step === run.steps)
  })
})

const names = { seed: 1, dataset: 'a', initialization: 'b' }

describe.each([
  ['limit', (changes: object) => trainLimitModel(smallWith(changes), names, { recordSteps: 1 })],
  ['dense', (changes: object) => trainDenseModel(smallDense(changes), names, { recordSteps: 1 })],
] as const)('training of the %s model', (_, train) => {
  const ends = { targetLoss: 1e-9, maxSteps: 400 }
  const leastAt = (run: ReturnType<typeof train>) =>
    (run.records ?? []).map(({ margin }) => Math.min(...margin))

  test('ends by margin where the settings name one', () => {
    const run = train({ ...ends, targetMargin: 1 })
    const least = leastAt(run)
    expect(run.steps).toBeLessThan(400)
    expect(least[run.steps]).toBeGreaterThanOrEqual(1)
    expect(Math.max(...least.slice(0, -1))).toBeLessThan(1)
  })

  test('a margin of 0 is no reason to end', () => {
    const run = train({ ...ends, targetMargin: 0 })
    expect(run.loss).toBeLessThanOrEqual(1e-9)
    expect(leastAt(run)[run.steps - 1]).toBeGreaterThan(1)
  })
})
