/** Whole runs of the limit model with feature noise. */

import {
  countEnsembleErrors,
  drawTestSet,
  learnedViews,
  limitModel,
  memberOutputs,
  regimes,
  startOf,
  trainedNetwork,
  trainingSetOf,
  trainLimitModel,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { smallWith } from '../settings.ts'

const names = { seed: 1, dataset: 'a', initialization: 'b' }
const noisy = smallWith({ featureNoise: 0.05 })

test('the table of a data set is the same with feature noise as without, and has all patches besides', () => {
  const { gains, settings, ...table } = drawTrainingSet(noisy, stream(4))
  const { settings: _, ...plain } = drawTrainingSet({ ...noisy, featureNoise: 0 }, stream(4))
  expect(settings).toEqual(noisy)
  expect(table).toEqual(plain)
  expect(gains?.gain.length).toBe(noisy.samples * noisy.patches * 2 * noisy.classes)
})

test('background noise has the length γk, or what a setting of R^d says', () => {
  const lengths = (settings: typeof noisy): number[] =>
    [...new Set(drawTrainingSet(settings, stream(4)).gains?.noiseNorm ?? [])].sort()
  expect(lengths(noisy)).toEqual([0.05 * 3, noisy.noiseNorm])
  expect(lengths({ ...noisy, ...{ backgroundNoiseNorm: 0.2 } })).toEqual([0.2, noisy.noiseNorm])
})

test('noise correlations start at N(0, σ_0²‖ξ_p‖²) on every patch', () => {
  const settings = smallWith({ featureNoise: 0.05, samples: 400 })
  const data = trainingSetOf(settings, names)
  const { noiseCorrelation } = startOf(settings, names, data)
  const lengths = data.gains?.noiseNorm ?? new Float64Array(0)
  const all = settings.classes * settings.neurons
  expect(noiseCorrelation.length).toBe(lengths.length * all)
  for (const norm of [0.05 * 3, settings.noiseNorm]) {
    let square = 0
    let count = 0
    lengths.forEach((length, p) => {
      if (length !== norm) return
      for (let c = 0; c < all; c++, count++) square += noiseCorrelation[p * all + c] ** 2
    })
    // The mean of χ² draws, within 5 of its standard deviations.
    const ratio = square / count / (settings.initialScale * norm) ** 2
    expect(Math.abs(ratio - 1)).toBeLessThan(5 * Math.sqrt(2 / count))
  }
})

test('a run ends at its target with every training sample right, and says the same each time', () => {
  const settings = smallWith({ featureNoise: 0.02, targetLoss: 0.01 })
  const run = trainLimitModel(settings, names, { raceInterval: 10 })
  expect(run.loss).toBeLessThanOrEqual(0.01)
  expect(run.trainingErrors).toBe(0)
  expect(trainLimitModel(settings, names, { raceInterval: 10 })).toEqual(run)
})

test('the paper’s γ, far below k^{-1.5}, changes little: the same views are learned and single-view samples err alike', () => {
  const at = (featureNoise: number) => {
    const settings = {
      ...regimes.limit,
      ...{ classes: 5, samples: 60, patches: 10, otherFeatureRate: 2.5, initialScale: 2e-3, featureNoise },
    }
    const run = trainLimitModel(settings, names)
    const set = drawTestSet('single', settings, 20, stream(2, 'single'))
    const trained = trainedNetwork(settings, names, run.featureCorrelation)
    return {
      views: learnedViews(run.finalStrength),
      share: countEnsembleErrors([memberOutputs(trained, set, 'single')], set.label) / set.size,
    }
  }
  const [without, with_] = [at(0), at(1e-4)]
  // Noise correlations are drawn for different patches, which may change a close lottery.
  expect(with_.views.filter((view, i) => view === without.views[i]).length).toBeGreaterThanOrEqual(4)
  expect(Math.abs(with_.share - without.share)).toBeLessThan(0.06)
  expect(with_.share).toBeGreaterThan(0.3)
})

test('limitModel refuses data whose feature noise it would leave out', () => {
  const data = trainingSetOf(noisy, names)
  expect(() => limitModel(data, noisy, startOf(noisy, names, data))).toThrow(
    'featureNoise is 0.05; allowed: 0 in limitModel; take mixedLimitModel.',
  )
})
