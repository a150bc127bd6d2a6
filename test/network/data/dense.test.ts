/** Data in R^d follows the paper's Definition 1. */

import { drawTestSet, SettingError, validSettings } from '@multiview/network'
import { embed } from '@multiview/network/kernels'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { drawFeatures } from '../../../packages/network/src/data/feature-vectors.ts'
import { denseRun, smallDense } from '../dense/small.ts'

const inner = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, c) => sum + value * y[c], 0)
const rowsOf = (matrix: Float64Array, dimension: number): Float64Array[] =>
  Array.from({ length: matrix.length / dimension }, (_, row) =>
    matrix.subarray(row * dimension, (row + 1) * dimension),
  )

describe('features', () => {
  test.each(['axes', 'random'] as const)('are orthonormal: %s', featureBasis => {
    const settings = smallDense({
      featureBasis,
      classes: 10,
      otherFeatureRate: 5,
      patches: 24,
      dimension: 64,
    })
    const rows = rowsOf(drawFeatures(settings, stream(1)), 64)
    expect(rows.length).toBe(20)
    rows.forEach((v, i) => {
      rows.forEach((u, j) => {
        expect(Math.abs(inner(v, u) - (i === j ? 1 : 0))).toBeLessThan(1e-14)
      })
    })
  })

  test('a random basis points everywhere', () => {
    const settings = smallDense({ featureBasis: 'random' })
    expect(drawFeatures(settings, stream(1)).every(x => x !== 0 && Math.abs(x) < 1)).toBe(true)
  })

  test('more dimensions than features are needed', () => {
    const refused = () => drawFeatures(smallDense({ dimension: 6 }), stream(1))
    expect(refused).toThrow(SettingError)
    expect(refused).toThrow('dimension is 6; allowed: more than 6: 2k features and the noise.')
    expect(() => validSettings(smallDense({ featureBasis: 'eigen' as 'axes' }))).toThrow(
      'featureBasis is "eigen"; allowed: axes or random.',
    )
  })
})

describe.each(['axes', 'random'] as const)('patches with features along %s', featureBasis => {
  const settings = smallDense({
    featureBasis,
    classes: 4,
    patches: 16,
    samples: 60,
    dimension: 200,
    patchesPerFeature: 2,
    otherFeatureRate: 2,
    noiseNorm: 0.7,
  })
  const { data } = denseRun(settings)
  const { table, place } = data
  const patches = rowsOf(data.x, 200)
  const features = rowsOf(data.features, 200)
  const rowOf = new Map<number, number>()
  for (let n = 0; n < data.size; n++)
    for (let row = table.firstPatch[n]; row < table.firstPatch[n + 1]; row++)
      rowOf.set(n * settings.patches + place[row], row)

  test('the table is the one that the limit model draws', () => {
    expect(table).toEqual(drawTrainingSet(settings, stream(1, 'data')))
  })

  test('each row of the table has a patch of its own, in any place', () => {
    expect(rowOf.size).toBe(table.feature.length)
    expect(new Set(place).size).toBe(settings.patches)
  })

  test('a patch has its weight along its feature and nothing along the others', () => {
    patches.forEach((patch, p) => {
      const row = rowOf.get(p)
      features.forEach((v, index) => {
        const expected = row !== undefined && table.feature[row] === index ? table.weight[row] : 0
        expect(Math.abs(inner(patch, v) - expected)).toBeLessThan(1e-13)
      })
    })
  })

  test('the noise has the length that the settings say, less its part along the features', () => {
    const shrink = Math.sqrt(1 - 8 / 200)
    const lengths = { feature: [] as number[], background: [] as number[] }
    patches.forEach((patch, p) => {
      const row = rowOf.get(p)
      const squared = inner(patch, patch) - (row === undefined ? 0 : table.weight[row] ** 2)
      lengths[row === undefined ? 'background' : 'feature'].push(Math.sqrt(squared))
    })
    const mean = (xs: number[]) => xs.reduce((a, b) => a + b, 0) / xs.length
    // A length varies by 1/√(2d) of itself = 5%; hundreds are averaged.
    expect(lengths.background.length).toBeGreaterThan(100)
    expect(mean(lengths.feature) / (0.7 * shrink)).toBeCloseTo(1, 1.7)
    expect(mean(lengths.background) / (0.4 * shrink)).toBeCloseTo(1, 1.7)
  })
})

test('noise in all of R^d also lies along the features', () => {
  const { data } = denseRun(smallDense({ noiseSpan: 'all', dimension: 40, samples: 200 }))
  let squares = 0
  const background: Float64Array[] = []
  for (let n = 0; n < data.size; n++) {
    const taken = new Set(data.place.subarray(data.table.firstPatch[n], data.table.firstPatch[n + 1]))
    for (let p = 0; p < 12; p++)
      if (!taken.has(p)) background.push(data.x.subarray((n * 12 + p) * 40, (n * 12 + p + 1) * 40))
  }
  for (const patch of background) squares += patch[0] ** 2 + patch[5] ** 2
  // Variance 0.4²/40 along each of the axes 0 and 5, which are features.
  expect(squares / (2 * background.length) / (0.16 / 40)).toBeGreaterThan(0.85)
  expect(squares / (2 * background.length) / (0.16 / 40)).toBeLessThan(1.15)
})

test('feature noise lies in [0, γ] along every feature of every patch', () => {
  const { data } = denseRun(smallDense({ featureNoise: 0.1, noiseNorm: 0, backgroundNoiseNorm: 0 }))
  const along = new Set<number>()
  for (const patch of rowsOf(data.x, 17)) for (let v = 0; v < 6; v++) if (patch[v] < 0.1) along.add(patch[v])
  expect(along.size).toBeGreaterThan(7 * 12 * 4)
  expect(Math.min(...along)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...along)).toBeGreaterThan(0.09)
})

describe('a feature’s total weight over its patches', () => {
  const weightsOf = (weightSplit: 'even' | 'random' | 'first'): number[][] => {
    const settings = smallDense({ weightSplit, patchesPerFeature: 3, patches: 18, ownWeight: [1, 1.2] })
    const { table } = denseRun(settings).data
    return Array.from({ length: table.feature.length / 3 }, (_, f) => [
      ...table.weight.subarray(3 * f, 3 * f + 3),
    ])
  }
  test('splits evenly, at random, or falls on the first', () => {
    expect(weightsOf('even').every(([a, b, c]) => a === b && b === c)).toBe(true)
    expect(weightsOf('first').every(([a, b, c]) => a > 0 && b === 0 && c === 0)).toBe(true)
    expect(weightsOf('random').every(([a, b, c]) => a > 0 && b > 0 && c > 0 && a !== b && b !== c)).toBe(true)
  })
  test('stays the total', () => {
    for (const split of ['even', 'random', 'first'] as const)
      expect(weightsOf(split).every(parts => parts.reduce((a, b) => a + b) < 1.2 + 1e-12)).toBe(true)
  })
})

test('any table can be embedded; the same streams give the same patches', () => {
  const settings = smallDense()
  const features = drawFeatures(settings, stream(1))
  const table = drawTestSet('multi', settings, 2, stream(2))
  const first = embed(settings, table, features, stream(3))
  expect(first.size).toBe(6)
  expect(embed(settings, table, features, stream(3)).x).toEqual(first.x)
  expect(embed(settings, table, features, stream(4)).x).not.toEqual(first.x)
  expect(() => embed(settings, table, new Float64Array(3), stream(3))).toThrow('hold 102')
})
