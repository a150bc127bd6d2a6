/** Training on inner products of patches takes the same steps as the dense model. */

import { crossEntropy, denseModel, descend, type StepRule } from '@multiview/network'
import { gramModel, gramOf } from '@multiview/network/kernels'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { denseRun, distance, smallDense } from './small.ts'

describe.each([
  ['N·P above d', smallDense()],
  ['N·P below d', smallDense({ dimension: 130, samples: 4 })],
  ['a power that is not whole', smallDense({ power: 3.5 })],
  ['feature noise in all directions', smallDense({ noiseSpan: 'all', featureNoise: 0.05 })],
])('%s', (_, settings) => {
  const { data, w } = denseRun(settings)
  const outputGradient = stream(3).fillNormal(new Float64Array(settings.samples * settings.classes))
  const dense = denseModel(data, settings, w)
  const gram = gramModel(data, gramOf(data), settings, w)

  test('outputs, step and change are the same to float32', () => {
    expect(distance(dense.outputs(), gram.outputs())).toBeLessThan(1e-12)
    for (const model of [dense, gram]) model.backward(outputGradient)
    expect(Math.abs(gram.relativeStep() / dense.relativeStep() - 1)).toBeLessThan(1e-6)
    for (const model of [dense, gram]) model.advance(0.01)
    expect(distance(dense.outputs(), gram.outputs())).toBeLessThan(1e-6)
    expect(distance(dense.weights(), gram.weights())).toBeLessThan(1e-6)
  })
})

test.each<[string, () => StepRule]>([
  ['adaptive', () => adaptiveStep(0.05)],
  ['constant', () => constantStep(0.3)],
])('50 %s steps agree', (_, rule) => {
  const settings = smallDense({ initialScale: 0.1, dimension: 40, noiseSpan: 'all' })
  const { data, w } = denseRun(settings)
  const [dense, gram] = [denseModel(data, settings, w), gramModel(data, gramOf(data), settings, w)]
  const [byDense, byGram] = [dense, gram].map(model =>
    descend(model, crossEntropy(data.label, settings.classes), { rule: rule(), targetLoss: 0, maxSteps: 50 }),
  )
  expect(byGram.steps).toBe(50)
  expect(byGram.loss).toBeLessThan(byGram.losses[0])
  expect(distance(byDense.losses, byGram.losses)).toBeLessThan(1e-5)
  expect(distance(dense.weights(), gram.weights())).toBeLessThan(1e-5)
})

test('a model that nothing moves has an infinite relative step', () => {
  const settings = smallDense()
  const { data, w } = denseRun(settings)
  const model = gramModel(data, gramOf(data), settings, w)
  model.backward(new Float64Array(settings.samples * settings.classes))
  expect(model.relativeStep()).toBe(Number.POSITIVE_INFINITY)
})

test('weights and inner products that do not fit the data are refused', () => {
  const settings = smallDense()
  const { data, w } = denseRun(settings)
  expect(() => gramModel(data, gramOf(data), settings, new Float64Array(5))).toThrow('gramModel: 5 weights')
  expect(() => gramModel(data, new Float32Array(4), settings, w)).toThrow('and 4 inner products do not fit')
})
