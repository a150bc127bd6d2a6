/** The limit model and its runs with three views of a class. */

import {
  autodiffModel,
  countEnsembleErrors,
  crossEntropy,
  descend,
  drawNoiseCorrelation,
  drawTestSet,
  exportLimitRun,
  learnedEach,
  limitModel,
  memberOutputs,
  trainedNetwork,
  trainLimitModel,
  trainReducedModel,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { constantStep } from '../../../packages/network/src/descent/step-rule.ts'
import { limitNetwork, limitWeightsOf } from '../../../packages/network/src/limit/autodiff.ts'
import { gainModel } from '../../../packages/network/src/limit/gain-model.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { quickWith, smallWith } from '../settings.ts'
import { farthest } from './naive-limit.ts'

const settings = smallWith({ views: 3 })
const data = drawTrainingSet(settings, stream(5, 'data'))
const start = {
  featureCorrelation: drawFeatureCorrelation(3, settings, stream(5, 'a'), 3),
  noiseCorrelation: drawNoiseCorrelation(data, settings, stream(5, 'b')),
}

test('a has a row for each of V·k features', () => {
  expect(start.featureCorrelation.length).toBe(9 * 3 * settings.neurons)
})

test('takes the steps of the network by autodiff', () => {
  const hand = limitModel(data, settings, start)
  const auto = autodiffModel(limitNetwork(data, settings, start))
  for (const model of [hand, auto])
    descend(model, crossEntropy(data.label, 3), { rule: constantStep(0.1), targetLoss: 0, maxSteps: 10 })
  const [x, y] = [hand.weights(), limitWeightsOf(data, auto.parameters())]
  expect(farthest(x.featureCorrelation, start.featureCorrelation)).toBeGreaterThan(0.01)
  expect(farthest(x.featureCorrelation, y.featureCorrelation)).toBeLessThan(1e-12)
  expect(farthest(x.noiseCorrelation, y.noiseCorrelation)).toBeLessThan(1e-12)
})

test('is the model with feature noise at γ = 0', () => {
  const rows = data.feature.length
  const one = limitModel(data, settings, start)
  // One sample per row, so that each has one patch: its outputs add up to those of the samples.
  const gain = new Float64Array(rows * 9)
  data.feature.forEach((feature, row) => {
    gain[row * 9 + feature] = data.weight[row]
  })
  const single = { ...settings, patches: 1 }
  const each = gainModel(
    { settings: single, size: rows },
    { gain, noiseNorm: data.noiseNorm },
    settings,
    start,
  )
  const outputs = each.outputs()
  const sums = new Float64Array(data.size * 3)
  for (let n = 0; n < data.size; n++)
    for (let row = data.firstPatch[n]; row < data.firstPatch[n + 1]; row++)
      for (let i = 0; i < 3; i++) sums[n * 3 + i] += outputs[row * 3 + i]
  expect(farthest(one.outputs(), sums)).toBeLessThan(1e-13)
})

test('an export has V·k features', () => {
  const { arrays } = exportLimitRun(
    { ...settings, maxSteps: 3 },
    { seed: 1, dataset: 'a', initialization: 'b' },
  )
  const named = (name: string) => arrays.find(array => array.name === name)
  expect(named('a')?.axes).toEqual(['k', 'm', '3k'])
  expect(named('a')?.values.shape).toEqual([3, settings.neurons, 9])
  const features = [...(named('feature')?.values.data ?? [])].map(Number)
  expect(Math.max(...features)).toBe(8)
})

test('a network learns one of three views, and errs on the samples of the two others', () => {
  const views = 3
  const trained = quickWith({
    classes: 4,
    views,
    samples: 48,
    singleViewFraction: 0.25,
    trainingDraw: 'even',
    otherFeatureRate: 2,
    maxSteps: 3000,
  })
  const names = { seed: 5001, dataset: 'a', initialization: 'b' }
  const run = trainLimitModel(trained, names)
  expect(run.trainingErrors).toBe(0)
  expect(run.finalStrength.length).toBe(12)
  const learned = learnedEach(run.finalStrength, views)
  for (let i = 0; i < 4; i++) expect(learned.slice(3 * i, 3 * i + 3).filter(Boolean).length).toBe(1)
  const fresh = drawTestSet('single', trained, 25, stream(1, 'fresh'))
  const outputs = memberOutputs(trainedNetwork(trained, names, run.featureCorrelation), fresh, 'fresh')
  // A sample fails if its view was not learned and another class competes: 1 − (1 − s/k)^{k−1}.
  const expected = (2 / 3) * (1 - 0.5 ** 3)
  expect(Math.abs(countEnsembleErrors([outputs], fresh.label) / fresh.size - expected)).toBeLessThan(0.06)
})

test('the reduced model refuses three views', () => {
  expect(() => trainReducedModel(settings, { seed: 1, dataset: 'a', initialization: 'b' })).toThrow(
    'views is 3; allowed: 2 in the reduced model.',
  )
})
