import { type Dataset, drawTestSet, type Settings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawSamples, drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { featureIndex } from '../../../packages/network/src/data/features.ts'
import { regimeWith } from '../settings.ts'

// The streams are fixed, so these tests give the same result in every run. They test that the fixed
// draws follow their law.
const settings = regimeWith({ samples: 6000, patchesPerFeature: 3, patches: 60 })
const large = drawTrainingSet(settings, stream(1, 'large'))

/** Σ z_p of every feature of sample n, by feature index. */
const totals = (data: Dataset, n: number): Map<number, number> => {
  const sum = new Map<number, number>()
  for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
    sum.set(data.feature[p], (sum.get(data.feature[p]) ?? 0) + data.weight[p])
  return sum
}

const within = ([low, high]: readonly [number, number], value: number): boolean =>
  value >= low - 1e-12 && value <= high + 1e-12

const chiSquare = (counts: number[], expected: number): number =>
  counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)

test('a training set holds exactly round(μN) single-view samples', () => {
  for (const [samples, mu] of [
    [150, 0.2],
    [7, 0.5],
    [10, 0.04],
    [10, 0.06],
    [1, 0.9],
    [333, 0.123],
  ] as const) {
    const data = drawTrainingSet(regimeWith({ samples, singleViewFraction: mu }), stream(1, samples))
    const singles = Array.from({ length: samples }, (_, n) => data.presentView[n] !== 0).filter(Boolean)
    expect(data.size).toBe(samples)
    expect(singles.length).toBe(Math.round(mu * samples))
  }
})

test('labels are uniform over the classes (chi-square below its 1 − 1e-4 quantile)', () => {
  const counts = Array.from({ length: 10 }, (_, i) => large.label.filter(label => label === i).length)
  expect(chiSquare(counts, settings.samples / 10)).toBeLessThan(33.7)
})

test('the present views of single-view samples are uniform, and independent of the label', () => {
  const counts = new Array<number>(20).fill(0)
  for (let n = 0; n < large.size; n++)
    if (large.presentView[n] !== 0)
      counts[featureIndex(large.label[n], large.presentView[n], large.settings)]++
  expect(chiSquare(counts, (settings.samples * settings.singleViewFraction) / 20)).toBeLessThan(50.8)
})

test('single-view samples stand in random places', () => {
  const tenths = new Array<number>(10).fill(0)
  for (let n = 0; n < large.size; n++)
    if (large.presentView[n] !== 0) tenths[Math.floor((10 * n) / large.size)]++
  expect(chiSquare(tenths, 120)).toBeLessThan(33.7)
})

test('both own features are always present, each on C_p patches of equal weight', () => {
  const odd: string[] = []
  for (let n = 0; n < large.size; n++)
    for (const view of [1, 2] as const) {
      const rows = []
      for (let p = large.firstPatch[n]; p < large.firstPatch[n + 1]; p++)
        if (large.feature[p] === featureIndex(large.label[n], view, large.settings))
          rows.push(large.weight[p])
      if (rows.length !== 3 || new Set(rows).size !== 1) odd.push(`sample ${n}, view ${view}: ${rows}`)
    }
  expect(odd).toEqual([])
})

test('a feature of another class is present with probability s/k, in D_m and in D_s', () => {
  for (const single of [false, true]) {
    let present = 0
    let chances = 0
    for (let n = 0; n < large.size; n++) {
      if ((large.presentView[n] !== 0) !== single) continue
      present += totals(large, n).size - 2
      chances += 18
    }
    const rate = settings.otherFeatureRate / settings.classes
    expect(Math.abs(present / chances - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / chances))
  }
})

test('s = 0 leaves only the own features, and s = k puts every feature into every sample', () => {
  const alone = drawTrainingSet(regimeWith({ otherFeatureRate: 0 }), stream(1))
  expect(alone.feature.length).toBe(2 * 150)
  const crowded = drawTrainingSet(regimeWith({ otherFeatureRate: 10 }), stream(1))
  expect(crowded.feature.length).toBe(20 * 150)
})

/** The allowed total weight of a feature, by Definition 1. */
const rangeOf = (data: Dataset, n: number, feature: number): readonly [number, number] => {
  const own = Math.floor(feature / 2) === data.label[n]
  if (!(data.presentView[n] !== 0)) return own ? settings.ownWeight : settings.otherWeight
  if (!own) return settings.singleViewOtherWeight
  return 1 + (feature % 2) === data.presentView[n] ? settings.ownWeight : settings.weakViewWeight
}

test('every total weight lies in the range of its kind', () => {
  const outside: string[] = []
  for (let n = 0; n < large.size; n++)
    for (const [feature, total] of totals(large, n))
      if (!within(rangeOf(large, n, feature), total))
        outside.push(`sample ${n}, feature ${feature}: ${total}`)
  expect(outside).toEqual([])
})

test('own weights are uniform in their range', () => {
  const [low, high] = settings.ownWeight
  const counts = new Array<number>(20).fill(0)
  let drawn = 0
  for (let n = 0; n < large.size; n++)
    for (const [feature, total] of totals(large, n))
      if (rangeOf(large, n, feature) === settings.ownWeight) {
        counts[Math.min(19, Math.floor((20 * (total - low)) / (high - low)))]++
        drawn++
      }
  expect(chiSquare(counts, drawn / 20)).toBeLessThan(50.8)
})

test('all noise has the length ‖ξ‖, and no sample has more than P patches', () => {
  expect(large.noiseNorm.every(norm => norm === settings.noiseNorm)).toBe(true)
  const rows = Array.from({ length: large.size }, (_, n) => large.firstPatch[n + 1] - large.firstPatch[n])
  expect(Math.max(...rows)).toBeLessThanOrEqual(settings.patches)
})

test('the table of patches is whole: samples own consecutive rows, each with a feature, a weight and a noise', () => {
  expect(large.firstPatch[0]).toBe(0)
  expect(large.firstPatch[large.size]).toBe(large.feature.length)
  expect(large.weight.length).toBe(large.feature.length)
  expect(large.noiseNorm.length).toBe(large.feature.length)
  expect(large.feature.every(feature => feature >= 0 && feature < 20)).toBe(true)
})

test('test sets have equally many samples in every cell', () => {
  const single = drawTestSet('single', regimeWith(), 7, stream(2))
  expect(single.size).toBe(140)
  const multi = drawTestSet('multi', regimeWith(), 9, stream(2))
  expect(multi.size).toBe(90)
  const cells = new Map<string, number>()
  for (const data of [single, multi])
    for (let n = 0; n < data.size; n++) {
      const cell = `${data.label[n]} ${data.presentView[n]}`
      cells.set(cell, (cells.get(cell) ?? 0) + 1)
    }
  expect(cells.size).toBe(30)
  for (const [cell, count] of cells) expect(count).toBe(cell.endsWith('0') ? 9 : 7)
})

test('drawSamples keeps the labels and views that it is asked for', () => {
  const kinds = [
    { label: 4, presentView: 0 },
    { label: 9, presentView: 2 },
    { label: 0, presentView: 1 },
  ] as const
  const data = drawSamples(regimeWith(), kinds, stream(3))
  expect([...data.label]).toEqual([4, 9, 0])
  expect([...data.presentView]).toEqual([0, 2, 1])
})

test('the same stream draws the same set, another stream another', () => {
  const draw = (name: string) => drawTrainingSet(regimeWith(), stream(1, name))
  expect(draw('a')).toEqual(draw('a'))
  expect(draw('a').weight).not.toEqual(draw('b').weight)
})

test('a P below what a sample can need is refused before anything is drawn', () => {
  const crowded: Settings = regimeWith({ patches: 19, otherFeatureRate: 0.001 })
  expect(() => drawTrainingSet(crowded, stream(1))).toThrow(
    'patches is 19; allowed: at least 20, so that a sample can hold every feature.',
  )
})

test('a drawn set is the one that it always was', () => {
  // FNV-1a over the bytes of every array. Any change of the law or of the order of draws changes
  // it.
  const data = drawTrainingSet(regimeWith(), stream(81, 'golden'))
  let hash = 0x811c9dc5
  for (const array of [
    data.label,
    data.presentView,
    data.firstPatch,
    data.feature,
    data.weight,
    data.noiseNorm,
  ])
    for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  expect(hash.toString(16)).toBe('d64c7b9a')
})

test('an even draw gives every class and view its share, up to one, in random order', () => {
  for (const [samples, singles] of [
    [120, 20],
    [125, 33],
    [7, 3],
  ]) {
    const data = drawTrainingSet(
      regimeWith({ samples, singleViewFraction: singles / samples, trainingDraw: 'even' }),
      stream(3, 'even', samples),
    )
    const counts = (kinds: (n: number) => number, of: number): number[] => {
      const total = new Array<number>(of).fill(0)
      for (let n = 0; n < samples; n++) if (kinds(n) >= 0) total[kinds(n)]++
      return total
    }
    const cell = (n: number): number =>
      data.presentView[n] === 0 ? -1 : 2 * data.label[n] + data.presentView[n] - 1
    const multi = (n: number): number => (data.presentView[n] === 0 ? data.label[n] : -1)
    for (const [kinds, of, total] of [
      [cell, 20, singles],
      [multi, 10, samples - singles],
    ] as const)
      for (const count of counts(kinds, of))
        expect([Math.floor(total / of), Math.ceil(total / of)]).toContain(count)
    const sorted = Array.from(data.label).sort((a, b) => a - b)
    expect(Array.from(data.label)).not.toEqual(sorted)
  }
})
