/** A whole run of the dense model. */

import { denseTrainingSetOf, trainDenseModel, trainingSetOf } from '@multiview/network'
import { expect, test } from 'vitest'
import { smallDense } from './small.ts'

/** Regime `dense` with fewer classes in fewer dimensions. */
const settings = smallDense({
  classes: 4,
  samples: 40,
  patches: 8,
  dimension: 512,
  neurons: 4,
  power: 6,
  initialScale: 0.1,
  backgroundNoiseNorm: 0.05,
  maxSteps: 600,
})
const names = { seed: 3, dataset: 'one', initialization: 'one' }

test('training ends below the target loss, with every training sample right', () => {
  const seen: number[] = []
  const run = trainDenseModel(settings, names, { progress: step => seen.push(step) })
  expect(run.loss).toBeLessThanOrEqual(settings.targetLoss)
  expect(run.trainingErrors).toBe(0)
  expect(run.steps).toBeLessThan(settings.maxSteps)
  expect(seen.length).toBe(run.steps + 1)
  for (let i = 0; i < 4; i++)
    expect(Math.max(run.finalStrength[2 * i], run.finalStrength[2 * i + 1])).toBeGreaterThan(1)
  expect(Math.max(...run.initialStrength)).toBeLessThan(0.5)
  expect(trainDenseModel(settings, names).weights).toEqual(run.weights)
})

test('dense and limit runs of the same names have the same samples', () => {
  expect(denseTrainingSetOf(settings, names).table).toEqual(trainingSetOf(settings, names))
})
