/** The memory that the study of costs counts, against data sets and the layout of a step. */

import { regimeAt, trainingSetOf } from '@multiview/network'
import { expect, test } from 'vitest'
import { countedBytes, largestClasses } from '../../bench/src/studies/memory-count.ts'
import { place } from '../../packages/network/src/limit/step/memory.ts'

test.each([20, 100])('the blocks of k = %i classes are those of a data set that is drawn', classes => {
  const settings = regimeAt('theorems', classes)
  const { feature } = trainingSetOf(settings, { seed: 5001, dataset: '0' })
  const rows = feature.filter(v => v >= 0).length
  const shape = {
    classes: 1,
    views: 2,
    neurons: settings.neurons,
    power: settings.power,
    threshold: settings.threshold,
    firstPatch: Int32Array.of(0, rows),
    feature: new Int32Array(rows),
    weight: new Float64Array(rows),
    noiseSquared: new Float64Array(rows),
  }
  const { end } = place(shape, 'float64', 0)
  expect(countedBytes(classes, settings.neurons).blocks / end).toBeGreaterThan(0.97)
  expect(countedBytes(classes, settings.neurons).blocks / end).toBeLessThan(1.03)
})

test('pairs grow as k², the rest as k', () => {
  const [one, two] = [200, 400].map(classes => countedBytes(classes, 60))
  expect(two.pairs / one.pairs).toBe(4)
  expect(two.blocks / one.blocks).toBeCloseTo(2, 1)
  expect(two.history / one.history).toBeCloseTo(2, 1)
  expect(one.total).toBe(one.blocks + one.history + one.pairs)
})

test('the largest k fits, and a tenth more does not', () => {
  const [byMemory, byAddress] = largestClasses(60)
  expect(countedBytes(byMemory, 60).total).toBeLessThanOrEqual(24 * 2 ** 30)
  expect(countedBytes(1.1 * byMemory, 60).total).toBeGreaterThan(24 * 2 ** 30)
  expect(countedBytes(byAddress, 60).blocks).toBeLessThanOrEqual(2 ** 32)
  expect(countedBytes(1.1 * byAddress, 60).blocks).toBeGreaterThan(2 ** 32)
})
