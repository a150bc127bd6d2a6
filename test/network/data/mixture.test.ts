import { regimes, trainingSetOf } from '@multiview/network'
import { allPlaces, mixPairs, mixtureOf, placesOf, withConstantSum } from '@multiview/network/mixture'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { embed } from '../../../packages/network/src/data/dense.ts'
import { drawFeatures } from '../../../packages/network/src/data/feature-vectors.ts'

const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })

test('lists of references become arrays in order', () => {
  const mixture = mixtureOf([
    {
      label: [1, 0],
      patches: [
        [
          [3, 0.5],
          [1, 2],
        ],
        [[0, -1]],
      ],
    },
    { label: [0.25, 0.75], patches: [] },
    { label: [0, 1], patches: [[]] },
  ])
  expect(mixture).toEqual({
    size: 3,
    classes: 2,
    firstPatch: Int32Array.of(0, 2, 2, 3),
    firstReference: Int32Array.of(0, 2, 3, 3),
    row: Int32Array.of(3, 1, 0),
    weight: Float64Array.of(0.5, 2, -1),
    label: Float64Array.of(1, 0, 0.25, 0.75, 0, 1),
  })
})

test.each<[string, () => unknown, string]>([
  [
    'labels that do not sum to 1',
    () => mixtureOf([{ label: [0.5, 0.6], patches: [] }]),
    'mixtureOf: the label of sample 0 is [0.5, 0.6]; it must be 2 probabilities that sum to 1.',
  ],
  [
    'a negative probability',
    () => mixtureOf([{ label: [-1, 2], patches: [] }]),
    'mixtureOf: the label of sample 0 is [-1, 2]; it must be 2 probabilities that sum to 1.',
  ],
  [
    'labels of different lengths',
    () =>
      mixtureOf([
        { label: [1, 0], patches: [] },
        { label: [1, 0, 0], patches: [] },
      ]),
    'mixtureOf: the label of sample 1 is [1, 0, 0]; it must be 2 probabilities that sum to 1.',
  ],
  [
    'a row that is none',
    () => mixtureOf([{ label: [1, 0], patches: [[[0.5, 1]]] }]),
    'mixtureOf: sample 0 refers to row 0.5 with weight 1; a row is a whole number from 0 on, a weight is finite.',
  ],
  [
    'a weight that is not finite',
    () => mixtureOf([{ label: [1, 0], patches: [[[0, Number.NaN]]] }]),
    'mixtureOf: sample 0 refers to row 0 with weight NaN; a row is a whole number from 0 on, a weight is finite.',
  ],
  [
    'a share above 1',
    () => mixPairs(allPlaces(2, 1), Int32Array.of(0, 1), 2, [[0, 1]], 1.5),
    'mixPairs: the share is 1.5; it must lie in [0, 1].',
  ],
  [
    'a sample that is not there',
    () => mixPairs(allPlaces(2, 1), Int32Array.of(0, 1), 2, [[0, 2]]),
    'mixPairs: there is no sample 2; samples are 0 to 1.',
  ],
])('%s are refused', (_, make, message) => {
  expect(make).toThrow(new RangeError(message))
})

/** A mixed sample as the weight of every (place, row): the definition, without arrays of ranges. */
const weightsOf = (mixture: ReturnType<typeof mixPairs>, n: number, place: (row: number) => number) => {
  const weights: Record<string, number> = {}
  for (let s = mixture.firstPatch[n]; s < mixture.firstPatch[n + 1]; s++) {
    const rows = [...mixture.row.subarray(mixture.firstReference[s], mixture.firstReference[s + 1])]
    expect(new Set(rows.map(place)).size).toBe(1)
    rows.forEach((row, at) => {
      weights[`${place(row)}/${row}`] = mixture.weight[mixture.firstReference[s] + at]
    })
  }
  return weights
}

test('a pair is mixed place by place: every row once, with the share of its sample', () => {
  const places = placesOf(data, stream(1, 'places'))
  const pairs = [
    [0, 1],
    [7, 3],
    [5, 5],
  ] as const
  const mixture = mixPairs(places, data.label, 10, pairs, 0.75)
  let meetings = 0
  pairs.forEach(([one, other], n) => {
    const expected: Record<string, number> = {}
    for (const [sample, share] of [
      [one, 0.75],
      [other, 0.25],
    ])
      for (let row = data.firstPatch[sample]; row < data.firstPatch[sample + 1]; row++)
        expected[`${places.place[row]}/${row}`] = share
    expect(weightsOf(mixture, n, row => places.place[row])).toEqual(expected)
    meetings += Object.keys(expected).length - (mixture.firstPatch[n + 1] - mixture.firstPatch[n])
    const label = new Float64Array(10)
    label[data.label[one]] += 0.75
    label[data.label[other]] += 0.25
    expect(mixture.label.slice(10 * n, 10 * n + 10)).toEqual(label)
  })
  // Some patches of two samples meet: otherwise nothing would be mixed.
  expect(meetings).toBeGreaterThan(0)
})

test('a share of 1 is the first sample alone', () => {
  const mixture = mixPairs(allPlaces(3, 2), Int32Array.of(0, 1, 1), 2, [[2, 0]], 1)
  expect([...mixture.row]).toEqual([4, 5])
  expect([...mixture.label]).toEqual([0, 1])
})

test('the places are those of the same samples in R^d', () => {
  const settings = { ...regimes.dense, ...regimes.limit, dimension: 24, samples: 5 }
  const table = trainingSetOf(settings, { seed: 1, dataset: 'a' })
  const dense = embed(settings, table, drawFeatures(settings, stream(1)), stream(2))
  expect(placesOf(table, stream(2)).place).toEqual(dense.place)
})

test('with feature noise every patch has a row', () => {
  const noisy = trainingSetOf({ ...regimes.limit, samples: 3, featureNoise: 0.01 }, { seed: 1, dataset: 'a' })
  expect(placesOf(noisy, stream(1))).toEqual(allPlaces(3, 20))
})

test('own views of a constant sum: the second fills up in multi-view samples, and nothing else changes', () => {
  const settings = {
    ...regimes.limit,
    ownWeight: [0.5, 1.5],
    weakViewWeight: [0.5, 1.5],
    patchesPerFeature: 2,
  } as const
  const drawn = trainingSetOf({ ...settings, patches: 40 }, { seed: 1, dataset: 'a' })
  const made = withConstantSum(drawn, 2)
  const seconds: number[] = []
  for (let n = 0; n < drawn.size; n++) {
    const isMulti = drawn.presentView[n] === 0
    let sum = 0
    let second = 0
    for (let row = drawn.firstPatch[n]; row < drawn.firstPatch[n + 1]; row++) {
      const own = drawn.feature[row] - 2 * drawn.label[n]
      if (own === 0 || own === 1) sum += made.weight[row]
      if (own === 1) second += made.weight[row]
      if (own !== 1 || !isMulti) expect(made.weight[row]).toBe(drawn.weight[row])
    }
    if (!isMulti) continue
    expect(sum).toBeCloseTo(2, 14)
    seconds.push(second)
  }
  expect(Math.min(...seconds)).toBeGreaterThanOrEqual(0.5)
  expect(Math.max(...seconds)).toBeLessThanOrEqual(1.5)
  expect({ ...made, weight: drawn.weight }).toEqual(drawn)
  expect(() => withConstantSum(drawn, 0.5)).toThrow('the first must be less than the sum 0.5')
  const noisy = trainingSetOf({ ...regimes.limit, samples: 3, featureNoise: 0.01 }, { seed: 1, dataset: 'a' })
  expect(() => withConstantSum(noisy, 2)).toThrow('withConstantSum: the data have feature noise')
})
