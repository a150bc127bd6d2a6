/** Data drawn by Definition 1 passes the check, and the check names every violation. */

import {
  checkDefinition,
  type Dataset,
  denseTrainingSetOf,
  drawTestSet,
  regimes,
  type Settings,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import type { DenseDataset } from '../../../../packages/network/src/data/dense.ts'
import { drawTrainingSet } from '../../../../packages/network/src/data/draw.ts'
import { smallDense } from '../../dense/small.ts'
import { regimeWith } from '../../settings.ts'

const named = (data: Dataset, isTrainingSet = true): string[] =>
  checkDefinition(data, { power: 4 }, { isTrainingSet }).map(({ property }) => property)

describe('sound data', () => {
  test.each([
    ['limit', regimes.limit],
    ['dense', regimes.dense],
    ['independent draws', regimeWith({ samples: 600 })],
    ['split over patches', regimeWith({ patchesPerFeature: 3, weightSplit: 'first', patches: 60 })],
    ['no other features', regimeWith({ otherFeatureRate: 0 })],
    ['all features', regimeWith({ otherFeatureRate: 10 })],
    ['rare features', regimeWith({ classes: 40, otherFeatureRate: 0.2, patches: 80 })],
    ['feature noise', regimeWith({ featureNoise: 0.01 })],
    ['many classes', regimeWith({ classes: 60, samples: 300, patches: 120 })],
  ])('%s', (_, settings: Settings) => {
    for (let seed = 0; seed < 20; seed++)
      expect(named(drawTrainingSet(settings, stream(seed, 'sound')))).toEqual([])
  })

  test('stratified test sets', () => {
    expect(named(drawTestSet('single', regimes.limit, 10, stream(1)), false)).toEqual([])
    expect(named(drawTestSet('multi', regimes.limit, 10, stream(1)), false)).toEqual([])
  })

  test('in R^d', () => {
    for (const changes of [
      {},
      { featureNoise: 0.1 },
      { featureBasis: 'random', noiseSpan: 'all' },
      { noiseNorm: 0, backgroundNoiseNorm: 0 },
      { featureBasis: 'random', samples: 60, backgroundNoiseNorm: 0 },
    ] as const)
      for (let seed = 0; seed < 5; seed++) {
        const data = denseTrainingSetOf(smallDense({ ...changes, samples: 40 }), { seed, dataset: 'sound' })
        expect(checkDefinition(data, { power: 3 })).toEqual([])
      }
  })
})

const settings = regimeWith({ samples: 600 })
const sound = drawTrainingSet(settings, stream(5, 'broken'))
const isOwn = (n: number, row: number): boolean => Math.floor(sound.feature[row] / 2) === sound.label[n]
/** Weights, changed where `rule` says so. */
const reweighted = (change: (n: number, row: number, z: number) => number): Dataset => {
  const weight = sound.weight.slice()
  for (let n = 0; n < sound.size; n++)
    for (let row = sound.firstPatch[n]; row < sound.firstPatch[n + 1]; row++)
      weight[row] = change(n, row, weight[row])
  return { ...sound, weight }
}
/** The rows that `rule` keeps. */
const thinned = (keep: (n: number, row: number) => boolean): Dataset => {
  const feature: number[] = []
  const weight: number[] = []
  const firstPatch = Int32Array.from(sound.firstPatch)
  for (let n = 0; n < sound.size; n++) {
    for (let row = sound.firstPatch[n]; row < sound.firstPatch[n + 1]; row++)
      if (keep(n, row)) {
        feature.push(sound.feature[row])
        weight.push(sound.weight[row])
      }
    firstPatch[n + 1] = feature.length
  }
  return {
    ...sound,
    firstPatch,
    feature: Int32Array.from(feature),
    weight: Float64Array.from(weight),
    noiseNorm: new Float64Array(feature.length).fill(settings.noiseNorm),
  }
}
const single = (n: number): boolean => sound.presentView[n] !== 0
const present = (n: number, row: number): boolean => 1 + (sound.feature[row] % 2) === sound.presentView[n]

describe('broken data is named', () => {
  test.each<[string, Dataset, string]>([
    [
      'an own view of 0.9',
      reweighted((n, row, z) => (isOwn(n, row) && row === sound.firstPatch[n] + 3 ? 0.9 : z)),
      'Σz of all own views, multi-view',
    ],
    [
      'own views too small for the definition',
      {
        ...reweighted((n, row, z) => (isOwn(n, row) && z > 0.5 ? 0.8 * z : z)),
        settings: { ...settings, ownWeight: [0.8, 1.2] },
      },
      'Σz^q of own views is at least 1',
    ],
    [
      'a second view that is heavier',
      reweighted((n, row, z) =>
        isOwn(n, row) && !single(n) && sound.feature[row] % 2 === 1 ? (1 + z) / 2 + 0.1 : z,
      ),
      'Σz of the views have one distribution',
    ],
    [
      'single-view samples that show both views',
      reweighted((n, row, z) => (single(n) && isOwn(n, row) && !present(n, row) ? 1.1 : z)),
      'Σz of a weak view, single-view',
    ],
    [
      'single-view samples that show neither',
      reweighted((n, row, z) => (single(n) && isOwn(n, row) && present(n, row) ? 0.3 : z)),
      'Σz of the present view, single-view',
    ],
    [
      'other classes as strong as own',
      reweighted((n, row, z) => (!isOwn(n, row) && !single(n) ? z + 0.3 : z)),
      'Σz of other classes is at most 0.4, multi-view',
    ],
    [
      'other classes too strong where samples are single-view',
      reweighted((n, row, z) => (!isOwn(n, row) && single(n) ? z + 0.3 : z)),
      'Σz of other classes, single-view',
    ],
    [
      'a weak view above Γ',
      drawTrainingSet({ ...settings, weakViewWeight: [0.2, 0.2] }, stream(5)),
      'ρ is below Γ',
    ],
    [
      'other features at s = 4',
      { ...drawTrainingSet({ ...settings, otherFeatureRate: 4 }, stream(5)), settings },
      'distance from s/k of the share of other classes’ features present, multi-view',
    ],
    [
      'one feature that no other class shows',
      thinned((n, row) => isOwn(n, row) || sound.feature[row] !== 7),
      'the same of any one feature, in units of its tolerance',
    ],
    [
      'features that come all together or not at all',
      thinned((n, row) => isOwn(n, row) || n % 2 === 0),
      'scatter of the number of features present, in units of the binomial variance',
    ],
    [
      'a sample without its own feature',
      thinned((n, row) => n !== 17 || !isOwn(n, row)),
      'own features that a sample lacks',
    ],
    [
      'two patches where one is said',
      drawTrainingSet({ ...settings, patches: 40, patchesPerFeature: 2 }, stream(5)),
      'Σz^q of own views is at least 1',
    ],
    [
      'C_p that the settings do not say',
      { ...drawTrainingSet({ ...settings, patches: 40, patchesPerFeature: 2 }, stream(5)), settings },
      'patches of an own feature',
    ],
    [
      'more patches than P',
      { ...sound, settings: { ...settings, patches: 6 } },
      'patches with features in a sample',
    ],
    [
      'too few single-view samples',
      { ...sound, settings: { ...settings, singleViewFraction: 0.25 } },
      'single-view samples',
    ],
    ['too few samples', { ...sound, settings: { ...settings, samples: 601 } }, 'samples'],
    [
      'a class that is drawn twice as often',
      { ...sound, label: sound.label.map(own => (own === 3 ? 4 : own)) },
      'largest distance from 1/k of the share of a class',
    ],
    [
      'the first view alone',
      { ...sound, presentView: sound.presentView.map(view => (view === 0 ? 0 : 1)) },
      'largest distance from 1/V of the share of a view among single-view samples',
    ],
    [
      'labels that are not even',
      { ...sound, settings: { ...settings, trainingDraw: 'even' } },
      'multi-view samples of each class',
    ],
    [
      'a longer noise',
      { ...sound, noiseNorm: sound.noiseNorm.map((norm, row) => (row === 9 ? norm + 0.01 : norm)) },
      '‖ξ‖ of patches with a feature',
    ],
    ['a negative weight', reweighted((_, row, z) => (row === 30 ? -z : z)), 'z_p is nowhere negative'],
    [
      'feature noise that is not there',
      { ...sound, settings: { ...settings, featureNoise: 0.01 } },
      'γ of data without feature noise',
    ],
    ['feature noise above k^{-1.5}', drawTrainingSet({ ...settings, featureNoise: 0.05 }, stream(5)), 'γ'],
  ])('%s', (_, data, property) => expect(named(data)).toContain(property))
})

describe('broken patches in R^d are named', () => {
  const sound = denseTrainingSetOf(smallDense({ samples: 40, dimension: 64, featureNoise: 0.1 }), {
    seed: 1,
    dataset: 'broken',
  })
  const { dimension, classes } = sound.settings
  const named = (data: DenseDataset): string[] =>
    checkDefinition(data, { power: 3 }).map(({ property }) => property)
  const rescaled = (factor: number): DenseDataset => {
    const off = sound.x.map((value, at) => (at % dimension < 2 * classes ? value : factor * value))
    return { ...sound, x: off }
  }
  test.each<[string, () => DenseDataset, string]>([
    ['noise that is 5% too long', () => rescaled(1.05), '‖ξ‖ of patches with a feature, root mean square'],
    [
      'background noise that is 5% too short',
      () => rescaled(0.95),
      '‖ξ‖ of background patches, root mean square',
    ],
    [
      'one patch of far longer noise',
      () => ({
        ...sound,
        x: sound.x.map((value, at) =>
          Math.floor(at / dimension) === sound.place[0] && at % dimension >= 2 * classes ? 4 * value : value,
        ),
      }),
      '‖ξ‖ of patches with a feature, each',
    ],
    [
      'noise with a direction',
      () => ({ ...sound, x: sound.x.map((value, at) => (at % dimension === 63 ? value + 0.1 : value)) }),
      'length of the mean of ξ over patches with a feature, times the root of their number',
    ],
    [
      'noise along a feature',
      () => ({ ...sound, x: sound.x.map((value, at) => (at === 7 * dimension ? value + 0.01 : value)) }),
      'largest |⟨ξ, v⟩|, noise off the features',
    ],
    [
      'features that are not orthogonal',
      () => ({ ...sound, features: sound.features.map((value, at) => (at === 1 ? 0.01 : value)) }),
      'largest entry of VVᵀ − I, the features’ inner products',
    ],
    [
      'feature noise above γ',
      () => ({ ...sound, gain: sound.gain.map(value => (value < 0.1 ? value * 1.2 : value)) }),
      'feature noise α',
    ],
    [
      'feature noise of half its size',
      () => ({ ...sound, gain: sound.gain.map(value => (value < 0.1 ? value / 2 : value)) }),
      'distance of the mean of α from γ/2',
    ],
    [
      'two features in one patch',
      () => ({ ...sound, place: sound.place.map((value, row) => (row === 1 ? sound.place[0] : value)) }),
      'feature patches that share a place, or have none',
    ],
  ])('%s', (_, data, property) => expect(named(data())).toContain(property))
})
