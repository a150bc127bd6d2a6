/** Errors computed from the law of the noise equal those on fresh vectors. */

import { countErrors, denseOutputs, drawTestSet, trainDenseModel } from '@multiview/network'
import { countFreshErrors, embed, type FreshErrors } from '@multiview/network/kernels'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { denseTrainingSetOf } from '../../../packages/network/src/data/training-set.ts'
import { type AllSettings, smallDense } from './small.ts'

const settings = smallDense({
  classes: 4,
  samples: 40,
  patches: 8,
  dimension: 60,
  neurons: 4,
  power: 4,
  initialScale: 0.1,
  noiseNorm: 1.5,
})
const perCell = 250

/** Errors of the average on vectors in R^d. */
const onVectors = (
  of: AllSettings,
  features: Float64Array,
  members: readonly Float64Array[],
  kind: 'single' | 'multi',
): number => {
  const random = stream(11, 'vectors', kind)
  const table = drawTestSet(kind, of, perCell, random)
  const data = embed(of, table, features, random)
  const sum = new Float64Array(table.size * of.classes)
  for (const w of members)
    denseOutputs(data, of, w).forEach((output, at) => {
      sum[at] += output
    })
  return countErrors(sum, table.label) / table.size
}

const singleRate = (errors: FreshErrors): number =>
  (errors.unknownErrors + errors.knownErrors) / (errors.unknown + errors.known)

describe.each([
  ['noise off the features', settings],
  ['noise in all directions', { ...settings, noiseSpan: 'all' as const }],
  ['feature noise', { ...settings, noiseSpan: 'all' as const, featureNoise: 0.2, dimension: 30 }],
  ['noise of background patches alone', { ...settings, noiseNorm: 0, backgroundNoiseNorm: 4 }],
])('%s', (_, of) => {
  const names = [1, 2].map(j => ({ seed: 3, dataset: 'one', initialization: `${j}` }))
  const { features } = denseTrainingSetOf(of, names[0])
  const weights = names.map(each => trainDenseModel({ ...of, maxSteps: 60 }, each).weights)

  test.each([
    ['one network', weights.slice(0, 1)],
    ['two networks', weights],
  ])('%s', (_, members) => {
    const byLaw = countFreshErrors(of, features, members, { perCell, perClass: perCell }, stream(5))
    expect([byLaw.known + byLaw.unknown, byLaw.multi]).toEqual([8 * perCell, 4 * perCell])
    const rates = [
      [singleRate(byLaw), onVectors(of, features, members, 'single'), 8 * perCell],
      [byLaw.multiErrors / byLaw.multi, onVectors(of, features, members, 'multi'), 4 * perCell],
    ]
    expect(rates[0][1]).toBeGreaterThan(0)
    for (const [law, vectors, n] of rates) {
      // Five standard deviations of the difference of two such rates.
      const rate = (law + vectors) / 2
      expect(Math.abs(law - vectors)).toBeLessThan(5 * Math.sqrt((2 * rate * (1 - rate)) / n) + 4 / n)
    }
  })
})

test('samples of a view that no network has learned are counted apart, and fail', () => {
  const of = smallDense({ classes: 2, patches: 4, neurons: 1, dimension: 20, power: 3, noiseNorm: 0.01 })
  const { features } = denseTrainingSetOf(of, { seed: 3, dataset: 'one' })
  // Each class has learned its view 1, with correlation 3.
  const w = new Float64Array(2 * 20)
  w[0] = 3
  w[20 + 2] = 3
  const errors = countFreshErrors(of, features, [w], { perCell: 60, perClass: 60 }, stream(5))
  expect(errors).toMatchObject({ unknown: 120, known: 120, knownErrors: 0, multi: 120, multiErrors: 0 })
  expect(errors.unknownErrors).toBeGreaterThan(30)
})
