import { crossEntropy, descend, trainOnLabels } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { everyMarginReaches, marginsOf } from '../../../packages/network/src/objective/margin.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { data, models, settings } from './models.ts'

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

describe.each(['limit', 'dense'] as const)('training of the %s model', name => {
  const ends = { ...settings, targetLoss: 1e-9, maxSteps: 400 }
  const train = (changes: object) => {
    const { model } = models[name]()
    const least: number[] = []
    const run = trainOnLabels(
      model,
      data,
      { ...ends, ...changes },
      {
        record: (_, __, { outputs }) => least.push(Math.min(...marginsOf(outputs, data.label))),
      },
    )
    return { run, least }
  }

  test('ends by margin if the settings name one', () => {
    const { run, least } = train({ targetMargin: 1 })
    expect(run.steps).toBeLessThan(400)
    expect(least[run.steps]).toBeGreaterThanOrEqual(1)
    expect(Math.max(...least.slice(0, -1))).toBeLessThan(1)
  })

  test('a margin of 0 is not a reason to end', () => {
    const { run, least } = train({ targetMargin: 0 })
    expect(run.loss).toBeLessThanOrEqual(1e-9)
    expect(least[run.steps - 1]).toBeGreaterThan(1)
  })
})
