/** Data with more than two views of a class, and with views of unequal strength. */

import { checkDefinition, type Dataset, drawTestSet, regimes, validSettings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { drawDenseTrainingSet } from '../../../packages/network/src/data/dense.ts'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { drawFeatures } from '../../../packages/network/src/data/feature-vectors.ts'
import {
  classOfFeature,
  featureCount,
  featureIndex,
  viewOfFeature,
  viewsOf,
} from '../../../packages/network/src/data/features.ts'
import { mostFeaturePatches } from '../../../packages/network/src/settings/feature-patches.ts'
import { regimeWith } from '../settings.ts'

// The streams are fixed, so these tests give the same result in every run. They test that the fixed
// draws follow their law.
const settings = regimeWith({ classes: 4, views: 3, otherFeatureRate: 2, samples: 6000, patches: 12 })
const large = drawTrainingSet(settings, stream(1, 'large'))

/** Σ z_p of every feature of sample n. */
const totals = (data: Dataset, n: number): Map<number, number> => {
  const sum = new Map<number, number>()
  for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
    sum.set(data.feature[p], (sum.get(data.feature[p]) ?? 0) + data.weight[p])
  return sum
}

const chiSquare = (counts: readonly number[], expected: number): number =>
  counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)

test('features are numbered class by class', () => {
  for (const views of [2, 3, 5]) {
    const numbers = [0, 1, 2, 3].flatMap(j =>
      viewsOf({ views }).map(view => featureIndex(j, view, { views })),
    )
    expect(numbers).toEqual(Array.from({ length: featureCount({ classes: 4, views }) }, (_, v) => v))
    for (const v of numbers)
      expect(featureIndex(classOfFeature(v, { views }), viewOfFeature(v, { views }), { views })).toBe(v)
  }
  expect(featureIndex(4, 2, { views: 2 })).toBe(2 * 4 + 2 - 1)
})

test('single-view samples show each view of each class equally often (chi-square below 1 − 1e-4)', () => {
  const counts = new Array<number>(12).fill(0)
  large.label.forEach((label, n) => {
    if (large.presentView[n] !== 0) counts[featureIndex(label, large.presentView[n], settings)]++
  })
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1200)
  expect(chiSquare(counts, 100)).toBeLessThan(37.4)
})

/** The kinds of weight of the features of every sample, counted, and the weights of each kind. */
const byKind = (data: Dataset): Record<'own' | 'present' | 'weak' | 'other' | 'otherSingle', number[]> => {
  const found = { own: [], present: [], weak: [], other: [], otherSingle: [] } as Record<string, number[]>
  data.label.forEach((label, n) => {
    const view = data.presentView[n]
    for (const [feature, total] of totals(data, n)) {
      const isOwn = classOfFeature(feature, data.settings) === label
      const isPresent = viewOfFeature(feature, data.settings) === view
      const kind = isOwn
        ? view === 0
          ? 'own'
          : isPresent
            ? 'present'
            : 'weak'
        : view === 0
          ? 'other'
          : 'otherSingle'
      found[kind].push(total)
    }
  })
  return found
}

test('a multi-view sample shows all V views, a single-view one shows one, and V − 1 with weight ρ', () => {
  const { own, present, weak, other, otherSingle } = byKind(large)
  expect([own.length, present.length, weak.length]).toEqual([4800 * 3, 1200, 1200 * 2])
  for (const [list, range] of [
    [own, settings.ownWeight],
    [present, settings.ownWeight],
    [weak, settings.weakViewWeight],
    [other, settings.otherWeight],
    [otherSingle, settings.singleViewOtherWeight],
  ] as const) {
    expect(Math.min(...list)).toBeGreaterThanOrEqual(range[0])
    expect(Math.max(...list)).toBeLessThanOrEqual(range[1])
  }
  // Nine features of other classes, each present with probability s/k = 1/2.
  const chances = 6000 * 9
  const share = (other.length + otherSingle.length) / chances
  expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / chances))
})

test('an even draw has every class and view equally often, and a test set is stratified', () => {
  const even = drawTrainingSet({ ...settings, samples: 60, trainingDraw: 'even' }, stream(1, 'even'))
  const fresh = drawTestSet('single', settings, 2, stream(1, 'fresh'))
  for (const [data, each] of [
    [even, 1],
    [fresh, 2],
  ] as const) {
    const counts = new Array<number>(12).fill(0)
    data.label.forEach((label, n) => {
      if (data.presentView[n] !== 0) counts[featureIndex(label, data.presentView[n], settings)]++
    })
    expect(counts).toEqual(new Array<number>(12).fill(each))
  }
  expect(drawTestSet('multi', settings, 2, stream(1, 'fresh')).size).toBe(8)
})

describe('views of unequal strength', () => {
  const factors = { ...settings, viewFactors: [1, 0.5, 2] }
  const data = drawTrainingSet(factors, stream(1, 'large'))

  test('change the own weights alone, by their factors, and no random number', () => {
    expect([...data.feature]).toEqual([...large.feature])
    let changed = 0
    data.label.forEach((label, n) => {
      const before = totals(large, n)
      for (const [feature, total] of totals(data, n)) {
        const view = viewOfFeature(feature, settings)
        const isShown = data.presentView[n] === 0 || data.presentView[n] === view
        const factor = classOfFeature(feature, settings) === label && isShown ? [1, 0.5, 2][view - 1] : 1
        expect(Math.abs(total / (before.get(feature) ?? Number.NaN) - factor)).toBeLessThan(1e-14)
        if (factor !== 1) changed++
      }
    })
    expect(changed).toBe(4800 * 2 + data.presentView.filter(view => view > 1).length)
  })

  test('one factor stands for all views', () => {
    const doubled = drawTrainingSet({ ...settings, viewFactors: [2] }, stream(1, 'large'))
    const each = drawTrainingSet({ ...settings, viewFactors: [2, 2, 2] }, stream(1, 'large'))
    expect([...doubled.weight]).toEqual([...each.weight])
  })

  test('are not those of Definition 1, where all views have one distribution', () => {
    const named = (of: Dataset): string[] => checkDefinition(of, settings).map(({ property }) => property)
    expect(named(large)).toEqual([])
    expect(named(data)).toContain('Σz of the views have one distribution')
    expect(named(data)).not.toContain('Σz of all own views, multi-view')
  })

  test('need one factor, or one for each view', () => {
    const refused = (viewFactors: number[]) => () =>
      validSettings({ ...regimes.limit, views: 3, patches: 30, viewFactors })
    expect(refused([1, 1])).toThrow('viewFactors is [1, 1]; allowed: one number, or views = 3 numbers.')
    expect(refused([1, 1, 1])).not.toThrow()
  })
})

test('a data set with a view that is never shown alone is found', () => {
  const presentView = large.presentView.map(view => (view === 3 ? 1 : view))
  const named = checkDefinition({ ...large, presentView }, settings).map(({ property }) => property)
  expect(named).toContain('largest distance from 1/V of the share of a view among single-view samples')
})

test('P must hold all V features of every class', () => {
  expect(mostFeaturePatches(settings)).toBe(12)
  expect(() => drawTrainingSet({ ...settings, patches: 11 }, stream(1))).toThrow(
    'patches is 11; allowed: at least 12',
  )
})

test('in R^d the patches are the weights of the table times V·k orthonormal features', () => {
  const dense = {
    ...regimes.dense,
    ...settings,
    samples: 8,
    noiseNorm: 0,
    backgroundNoiseNorm: 0,
    dimension: 16,
  }
  const random = { ...dense, featureBasis: 'random' as const }
  const features = drawFeatures(random, stream(1, 'features'))
  expect(features.length).toBe(12 * 16)
  const { x, table, place } = drawDenseTrainingSet(random, features, stream(1, 'dense'))
  const expected = new Float64Array(x.length)
  for (let n = 0; n < 8; n++)
    for (let row = table.firstPatch[n]; row < table.firstPatch[n + 1]; row++)
      for (let c = 0; c < 16; c++)
        expected[(n * 12 + place[row]) * 16 + c] += table.weight[row] * features[table.feature[row] * 16 + c]
  expect(Math.max(...x.map((value, at) => Math.abs(value - expected[at])))).toBeLessThan(1e-14)
  for (let v = 0; v < 12; v++)
    for (let u = 0; u <= v; u++) {
      let inner = 0
      for (let c = 0; c < 16; c++) inner += features[v * 16 + c] * features[u * 16 + c]
      expect(Math.abs(inner - Number(u === v))).toBeLessThan(1e-13)
    }
  expect(() => drawFeatures({ ...random, dimension: 12 }, stream(1))).toThrow(
    'dimension is 12; allowed: more than 12: 3k features and the noise.',
  )
})
