/**
 * The model that is linear in its weights: its tangent kernel against derivatives of the network by
 * autodiff.
 */

import {
  countErrors,
  crossEntropy,
  type Dataset,
  descend,
  drawNoiseCorrelation,
  drawTestSet,
  type LimitWeights,
  tangentFeatures,
  tangentModel,
  tangentOutputs,
} from '@multiview/network'
import { jvp, stream, type Tensor, tensor, vjp, zeros } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { limitNetwork } from '../../../packages/network/src/limit/autodiff.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { farthest } from '../limit/naive-limit.ts'
import { regimeWith, smallWith } from '../settings.ts'

const startOn = (data: Dataset, settings: ReturnType<typeof smallWith>, name: string): LimitWeights => ({
  featureCorrelation: drawFeatureCorrelation(settings.classes, settings, stream(1, 'a')),
  noiseCorrelation: drawNoiseCorrelation(data, settings, stream(1, 'b', name)),
})

const cases = [
  ['q = 4', smallWith()],
  ['q = 2', smallWith({ power: 2 })],
  ['real q = 3.5 and two patches a feature', smallWith({ power: 3.5, patchesPerFeature: 2, patches: 24 })],
  ['one neuron a class', smallWith({ neurons: 1, otherFeatureRate: 3 })],
] as const

describe.each(cases)('the tangent-kernel model, %s', (_, settings) => {
  const { classes, neurons } = settings
  const all = classes * neurons
  const data = drawTrainingSet(settings, stream(1, 'data'))
  const start = startOn(data, settings, 'training')
  const network = limitNetwork(data, settings, start)
  const outputGradient = stream(2).fillNormal(new Float64Array(data.size * classes))
  /**
   * −∇_w F(X; w0) ∂L/∂F by autodiff, in coordinates along features and along the unit noise
   * vectors.
   */
  const [, pull] = vjp(network.outputs, [network.parameters])
  const [pulled] = pull(tensor(outputGradient).reshape([-1, classes])) as [typeof network.parameters]
  const change = { feature: pulled.feature.neg(), noise: pulled.noise.neg() }
  const numbers = (x: Tensor): Float64Array => tensor(x, { dtype: 'float64' }).data

  const stepped = () => {
    const model = tangentModel(tangentFeatures(data, settings, start))
    model.outputs()
    model.backward(outputGradient)
    model.advance(1)
    return model
  }

  test('starts at F = 0', () => {
    expect(tangentModel(tangentFeatures(data, settings, start)).outputs()).toEqual(
      new Float64Array(data.size * classes),
    )
  })

  test('after a step its outputs are the derivative of the network’s along that step', () => {
    const [, along] = jvp(network.outputs, [network.parameters], [change as never])
    expect(Math.max(...numbers(along))).toBeGreaterThan(0.01)
    expect(farthest(stepped().outputs(), numbers(along))).toBeLessThan(1e-12)
  })

  test('its weights are the gradient of the network at its initialization', () => {
    const model = stepped()
    const expected = numbers(change.feature)
    const weights = model.featureWeights()
    expect(weights.length).toBe(expected.length)
    weights.forEach((value, at) => {
      const i = Math.floor(at / (2 * classes * neurons))
      const v = Math.floor((at % (2 * classes * neurons)) / neurons)
      expect(Math.abs(value - expected[v * all + i * neurons + (at % neurons)])).toBeLessThan(1e-12)
    })
    // The model stores the signed length of the part along the noise of sample n.
    const noise = numbers(change.noise)
    model.noiseWeights().forEach((value, at) => {
      const n = Math.floor(at / classes)
      let squared = 0
      for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
        for (let r = 0; r < neurons; r++) squared += noise[p * all + (at % classes) * neurons + r] ** 2
      expect(Math.abs(Math.abs(value) - Math.sqrt(squared))).toBeLessThan(1e-12)
      expect(value * outputGradient[at]).toBeLessThanOrEqual(0)
    })
  })

  test('what it learned along the noise of training samples does not change outputs on fresh samples', () => {
    const fresh = drawTestSet('multi', settings, 3, stream(3))
    const there = startOn(fresh, settings, 'fresh')
    const onFresh = limitNetwork(fresh, settings, there)
    const along = { feature: change.feature, noise: zeros([fresh.feature.length, all]) }
    const [, expected] = jvp(onFresh.outputs, [onFresh.parameters], [along as never])
    const outputs = tangentOutputs(tangentFeatures(fresh, settings, there), stepped().featureWeights())
    expect(farthest(outputs, numbers(expected))).toBeLessThan(1e-12)
  })

  test('its relative step changes some output by 1', () => {
    const model = stepped()
    const before = model.outputs()
    model.backward(outputGradient.map(g => -g / 7))
    model.advance(model.relativeStep())
    expect(Math.abs(farthest(before, model.outputs()) - 1)).toBeLessThan(1e-12)
  })
})

describe('in the limit regime', () => {
  const settings = regimeWith({ samples: 60 })
  const data = drawTrainingSet(settings, stream(4, 'data'))
  const start = startOn(data, settings, 'training')
  const objective = crossEntropy(data.label, settings.classes)

  test('the tangent kernel fits its training set, and its loss never rises much', () => {
    const model = tangentModel(tangentFeatures(data, settings, start))
    const run = descend(model, objective, { rule: adaptiveStep(0.3), targetLoss: 0.01, maxSteps: 3000 })
    expect(run.loss).toBeLessThanOrEqual(0.01)
    expect(countErrors(run.outputs, data.label)).toBe(0)
    run.losses.forEach((loss, step) => {
      if (step > 0) expect(loss).toBeLessThan(1.05 * run.losses[step - 1])
    })
  })
})

test('nothing moves under a gradient of 0: the relative step is infinite', () => {
  const settings = smallWith()
  const data = drawTrainingSet(settings, stream(1, 'data'))
  const model = tangentModel(tangentFeatures(data, settings, startOn(data, settings, 'training')))
  model.backward(new Float64Array(data.size * settings.classes))
  expect(model.relativeStep()).toBe(Number.POSITIVE_INFINITY)
})

test('data with feature noise, and weights that do not fit the data, are refused', () => {
  const settings = smallWith()
  const noisy = drawTrainingSet({ ...settings, featureNoise: 0.1 }, stream(5))
  const data = drawTrainingSet(settings, stream(5))
  const start = startOn(data, settings, 'training')
  expect(() => tangentFeatures(noisy, settings, startOn(noisy, settings, 'noisy'))).toThrow('featureNoise')
  expect(() => tangentFeatures(data, { ...settings, neurons: 3 }, start)).toThrow('The weights hold 36 and')
})
