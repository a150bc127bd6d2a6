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
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { limitNetwork, limitWeightsOf } from '../../../packages/network/src/limit/autodiff.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { regimeWith, smallWith } from '../settings.ts'
import { farthest } from './naive-limit.ts'

const settings = smallWith({ views: 3, viewFactors: [1.2, 1, 0.8] })
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
  const trained = regimeWith({
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
