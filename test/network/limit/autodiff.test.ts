/**
 * The limit model by autodiff against the one with hand-written derivatives, on the data of the
 * `limit` regime.
 */

import {
  autodiffModel,
  crossEntropy,
  descend,
  drawNoiseCorrelation,
  type LimitWeights,
  limitModel,
  regimes,
  type StepRule,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { limitNetwork, limitWeightsOf } from '../../../packages/network/src/limit/autodiff.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'

const settings = regimes.limit
const data = drawTrainingSet(settings, stream(5, 'data'))
const objective = crossEntropy(data.label, settings.classes)

const startAt = (initialScale: number): LimitWeights => {
  const network = { ...settings, initialScale }
  return {
    featureCorrelation: drawFeatureCorrelation(settings.classes, network, stream(5, 'a')),
    noiseCorrelation: drawNoiseCorrelation(data, network, stream(5, 'b')),
  }
}
const both = (start: LimitWeights) => ({
  hand: limitModel(data, settings, start),
  auto: autodiffModel(limitNetwork(data, settings, start)),
})

/** The largest difference, relative to the largest element. */
const distance = (a: Float64Array, b: Float64Array): number => {
  expect(b.length).toBe(a.length)
  let most = 0
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs(a[i] - b[i]))
    largest = Math.max(largest, Math.abs(a[i]))
  }
  expect(largest).toBeGreaterThan(0)
  return most / largest
}

const expectSameWeights = (hand: LimitWeights, auto: LimitWeights): void => {
  expect(distance(hand.featureCorrelation, auto.featureCorrelation)).toBeLessThan(1e-12)
  expect(distance(hand.noiseCorrelation, auto.noiseCorrelation)).toBeLessThan(1e-12)
}

describe('the limit model by autodiff', () => {
  // At σ_0 = 0.3 preactivations lie on both sides of 0 and of ϱ = 0.5, so that every branch of
  // ReLU~ is used.
  test.each([1e-3, 0.3])('has the hand-written outputs and gradient at σ_0 = %f', initialScale => {
    const { hand, auto } = both(startAt(initialScale))
    const outputs = hand.outputs().slice()
    expect(distance(outputs, auto.outputs())).toBeLessThan(1e-12)
    const outputGradient = new Float64Array(outputs.length)
    objective.evaluate(outputs, outputGradient)
    hand.backward(outputGradient)
    auto.backward(outputGradient)
    const relativeStep = hand.relativeStep()
    expect(Math.abs(auto.relativeStep() / relativeStep - 1)).toBeLessThan(1e-12)
    // The step is so large that the initial weights are negligible; the result is the change alone.
    hand.advance(2 ** 80)
    auto.advance(2 ** 80)
    expectSameWeights(hand.weights(), limitWeightsOf(data, auto.parameters()))
  })

  test.each<[string, number, number, () => StepRule]>([
    ['adaptive', 50, 1e-3, () => adaptiveStep(0.3)],
    ['constant', 10, 0.3, () => constantStep(0.1)],
  ])('takes the same %s steps (%i of them)', (_, maxSteps, initialScale, rule) => {
    const { hand, auto } = both(startAt(initialScale))
    const byHand = descend(hand, objective, { targetLoss: 0, maxSteps, rule: rule() })
    const byAuto = descend(auto, objective, { targetLoss: 0, maxSteps, rule: rule() })
    expect(byAuto.steps).toBe(maxSteps)
    expect(distance(byHand.losses, byAuto.losses)).toBeLessThan(1e-12)
    expect(distance(byHand.stepSizes, byAuto.stepSizes)).toBeLessThan(1e-12)
    expect(distance(byHand.outputs, byAuto.outputs)).toBeLessThan(1e-12)
    expectSameWeights(hand.weights(), limitWeightsOf(data, auto.parameters()))
  })
})
