/** Errors of ensembles of reduced networks against the full evaluation. */

import {
  countEnsembleErrors,
  countReducedErrors,
  type Dataset,
  featureCount,
  memberOutputs,
  type ReducedNetwork,
  reducedPredictions,
  type Settings,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { drawSamples } from '../../../packages/network/src/data/draw.ts'
import { classOfFeature } from '../../../packages/network/src/data/features.ts'
import type { TrainedNetwork } from '../../../packages/network/src/limit/member-outputs.ts'
import { regimeWith } from '../settings.ts'

const [classes, neurons] = [4, 3]
const settings: Settings = regimeWith({
  classes,
  neurons,
  patches: 30,
  otherFeatureRate: 2,
  initialScale: 1e-5,
})
const ofThreeViews: Settings = { ...settings, views: 3, viewFactors: [1.2, 1, 1] }
const kindsIn = ({ views }: Settings) =>
  Array.from({ length: 400 }, (_, n) => ({ label: n % classes, presentView: n % (views + 1) }))
const data = drawSamples(settings, kindsIn(settings), stream(1, 'test set'))

interface Wrong {
  readonly ofClass: number
  readonly neuron: number
  readonly feature: number
  readonly a: number
}

/**
 * Networks of both kinds. Correlations with own features have their trained size, some neurons have
 * features of wrong classes, and all others are about σ_0.
 */
const pair = (
  name: string,
  wrong: readonly Wrong[],
  of = settings,
): { reduced: ReducedNetwork; full: TrainedNetwork } => {
  const features = featureCount(of)
  const random = stream(1, name)
  const width = classes * neurons
  const featureCorrelation = random.fillNormal(new Float64Array(features * width), of.initialScale)
  const largestIdle = 3 * featureCorrelation.reduce((most, a) => Math.max(most, a), 0)
  const own = random.fillNormal(new Float64Array(features * neurons), 0.5)
  // Views that no member has learned, so that the ensemble is wrong too.
  for (let other = 1; other < of.views; other++)
    for (const v of [other, 2 * of.views + other - 1]) own.fill(0, v * neurons, (v + 1) * neurons)
  for (let v = 0; v < features; v++)
    featureCorrelation.set(
      own.subarray(v * neurons, (v + 1) * neurons),
      v * width + classOfFeature(v, of) * neurons,
    )
  for (const { ofClass, neuron, feature, a } of wrong)
    featureCorrelation[feature * width + ofClass * neurons + neuron] = a
  return {
    reduced: {
      own,
      promoted: Float64Array.from(
        wrong.flatMap(({ ofClass, neuron, feature, a }) => [ofClass, neuron, feature, a]),
      ),
      largestIdle,
    },
    full: { network: of, classes, featureCorrelation, testNoise: stream(2, name) },
  }
}

const someWrong = (name: string, of = settings): Wrong[] => {
  const features = featureCount(of)
  const random = stream(3, name)
  const places = [...random.permutation(features * (classes - 1) * neurons).subarray(0, 5)]
  return places.map(place => {
    const feature = place % features
    const rest = Math.floor(place / features)
    return {
      ofClass: (classOfFeature(feature, of) + 1 + (rest % (classes - 1))) % classes,
      neuron: Math.floor(rest / (classes - 1)),
      feature,
      a: random.uniform(-0.5, 1.5),
    }
  })
}

const naively = (full: readonly TrainedNetwork[], on: Dataset): number =>
  countEnsembleErrors(
    full.map(network => memberOutputs(network, on, 'test')),
    on.label,
  )

describe.each([
  [1, 'two', settings],
  [2, 'two', settings],
  [5, 'two', settings],
  [2, 'three', ofThreeViews],
])('%d members, %s views', (members, _, settings) => {
  const kinds = kindsIn(settings)
  const data = drawSamples(settings, kinds, stream(1, 'test set'))
  test.each([
    ['no neuron learned a wrong feature', () => []],
    ['some did', someWrong],
  ] as [string, typeof someWrong][])('as many errors as the full evaluation counts: %s', (_, wrong) => {
    const pairs = Array.from({ length: members }, (_, l) => pair(`${l}`, wrong(`${l}`, settings), settings))
    const { errors, undecided, byClass } = countReducedErrors(
      settings,
      pairs.map(({ reduced }) => reduced),
      data,
    )
    const expected = naively(
      pairs.map(({ full }) => full),
      data,
    )
    // Some samples show no learned view. Then noise decides.
    expect(undecided).toBeLessThanOrEqual(2)
    expect(errors).toBeGreaterThanOrEqual(expected)
    expect(errors - undecided).toBeLessThanOrEqual(expected)
    expect(errors).toBeGreaterThan(0)
    expect(errors).toBeLessThan(data.size)
    expect(byClass.reduce((sum, of) => sum + of, 0)).toBe(errors)
    // Each class separately too: its samples form a test set.
    for (let i = 0; i < classes; i++) {
      const samples = kinds.filter(({ label }) => label === i)
      const ofClass = drawSamples(settings, samples, stream(4, i))
      const counted = countReducedErrors(
        settings,
        pairs.map(({ reduced }) => reduced),
        ofClass,
      )
      expect(counted.byClass[i]).toBe(counted.errors)
      const exact = naively(
        pairs.map(({ full }) => full),
        ofClass,
      )
      expect(counted.undecided).toBeLessThanOrEqual(2)
      expect(counted.errors).toBeGreaterThanOrEqual(exact)
      expect(counted.errors - counted.undecided).toBeLessThanOrEqual(exact)
    }
  })
})

test('from a large start, the errors of the full evaluation lie between the certain ones and all', () => {
  const large = { ...settings, initialScale: 0.01 }
  const { reduced, full } = pair('0', [], large)
  const { errors, undecided } = countReducedErrors(large, [reduced], data)
  const expected = naively([full], data)
  expect(undecided).toBeGreaterThan(20)
  expect(errors).toBeGreaterThanOrEqual(expected)
  expect(errors - undecided).toBeLessThanOrEqual(expected)
})

test.each([[], someWrong('0')])(
  'predicts the class of the largest output, where the bounds say which',
  (...wrong) => {
    const { reduced, full } = pair('0', wrong)
    const outputs = memberOutputs(full, data, 'test')
    const predictions = reducedPredictions(settings, reduced, data)
    predictions.forEach((prediction, n) => {
      const exact = outputs.exact(n)
      if (prediction >= 0) expect(prediction).toBe(exact.indexOf(Math.max(...exact)))
    })
    // Some samples show no learned view. Then noise decides.
    expect(predictions.filter(prediction => prediction < 0).length).toBeLessThanOrEqual(2)
    const { errors, undecided } = countReducedErrors(settings, [reduced], data)
    const wrongOnes = predictions.filter((prediction, n) => prediction !== data.label[n]).length
    expect(wrongOnes).toBeGreaterThanOrEqual(errors - undecided)
    expect(wrongOnes).toBeLessThanOrEqual(errors)
  },
)

test('predicts nothing where idle neurons could decide', () => {
  const { reduced } = pair('0', [])
  const predictions = reducedPredictions(settings, { ...reduced, largestIdle: 5 }, data)
  expect(predictions.every(prediction => prediction === -1)).toBe(true)
})

test('a neuron that learned a wrong feature outvotes a class that does not know the view shown', () => {
  const knowing = (wrong: readonly Wrong[]): ReducedNetwork => {
    const own = new Float64Array(2 * classes * neurons)
    // Every class has learned its first view.
    for (let i = 0; i < classes; i++) own[2 * i * neurons] = 2
    return { ...pair('any', wrong).reduced, own }
  }
  const of = (presentView: 0 | 1 | 2) =>
    drawSamples({ ...settings, otherFeatureRate: 0 }, [{ label: 1, presentView }], stream(5))
  const taught: Wrong = { ofClass: 3, neuron: 0, feature: 3, a: 2 }
  const count = (network: ReducedNetwork, view: 0 | 1 | 2) => {
    const { errors, undecided } = countReducedErrors(settings, [network], of(view))
    return [errors, undecided]
  }
  expect(count(knowing([]), 1)).toEqual([0, 0])
  expect(count(knowing([taught]), 1)).toEqual([0, 0])
  expect(count(knowing([taught]), 2)).toEqual([1, 0])
})

test('what idle neurons and noise leave open counts as an error, and is said to be undecided', () => {
  const silent: ReducedNetwork = {
    own: new Float64Array(2 * classes * neurons),
    promoted: new Float64Array(0),
    largestIdle: 1e-4,
  }
  // No view of any sample is learned. All outputs lie between 0 and the bound for idle neurons.
  expect(countReducedErrors(settings, [silent], data)).toMatchObject({ errors: 400, undecided: 400 })
  // If idle neurons cannot add anything, it is certainly a tie.
  const still = { ...settings, initialScale: 1e-300 }
  expect(countReducedErrors(still, [{ ...silent, largestIdle: 0 }], data)).toMatchObject({
    errors: 400,
    undecided: 0,
  })
})

test('the larger the bound on idle neurons, the more is left open, and never is an error missed', () => {
  const pairs = [0, 1].map(l => pair(`${l}`, someWrong(`${l}`)))
  const exact = naively(
    pairs.map(({ full }) => full),
    data,
  )
  const counts = [1e-5, 0.2, 0.5, 5].map(largestIdle =>
    countReducedErrors(
      settings,
      pairs.map(({ reduced }) => ({ ...reduced, largestIdle })),
      data,
    ),
  )
  counts.forEach(({ errors, undecided }, at) => {
    expect(errors).toBeGreaterThanOrEqual(exact)
    expect(errors - undecided).toBeLessThanOrEqual(exact)
    if (at > 0) expect(undecided).toBeGreaterThanOrEqual(counts[at - 1].undecided)
  })
  expect(counts[0].undecided).toBeLessThanOrEqual(2)
  expect(counts[3]).toMatchObject({ errors: 400 })
})

test('counts for groups of networks what it counts for each group by itself', () => {
  const networks = Array.from({ length: 5 }, (_, j) => pair(`of a group ${j}`, []).reduced)
  const groups = [[0], [1, 2], [4, 0, 3], [0, 1, 2, 3, 4]]
  const counts = countReducedErrors(settings, networks, data, groups)
  expect(counts[0].errors).toBeGreaterThan(0)
  groups.forEach((group, at) => {
    const alone = countReducedErrors(
      settings,
      group.map(j => networks[j]),
      data,
    )
    expect(counts[at]).toEqual(alone)
  })
})
