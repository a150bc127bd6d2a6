/**
 * The trained average against the same function by autodiff, and against one network that has the
 * neurons of all members.
 */

import {
  autodiffModel,
  averageModel,
  crossEntropy,
  type Dataset,
  descend,
  drawNoiseCorrelation,
  type LimitWeights,
  limitModel,
  type Model,
  type Settings,
  type StepRule,
} from '@multiview/network'
import { concatenate, stream, type Tensor } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import {
  type LimitParameters,
  limitNetwork,
  limitWeightsOf,
} from '../../../packages/network/src/limit/autodiff.ts'
import { drawFeatureCorrelation, type LimitModel } from '../../../packages/network/src/limit/model.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { farthest } from '../limit/naive-limit.ts'
import { smallWith } from '../settings.ts'

const settings = smallWith()
const { classes } = settings
const data = drawTrainingSet(settings, stream(1, 'data'))
const objective = crossEntropy(data.label, classes)
const startOf = (of: Dataset, member: number): LimitWeights => ({
  featureCorrelation: drawFeatureCorrelation(classes, settings, stream(1, 'a', member)),
  noiseCorrelation: drawNoiseCorrelation(of, settings, stream(1, 'b', member)),
})
const starts = [0, 1, 2].map(member => startOf(data, member))

/** The average written as one function of all weights. */
const byAutodiff = (scale: number) => {
  const networks = starts.map(start => limitNetwork(data, settings, start))
  return autodiffModel<LimitParameters[]>({
    classes,
    size: data.size,
    parameters: networks.map(network => network.parameters),
    outputs: all => {
      const outputs = all.map((w, member) => networks[member].outputs(w))
      return outputs.reduce((sum, each) => sum.add(each)).mul(scale / outputs.length)
    },
    preactivations: all =>
      concatenate(all.map((w, member) => networks[member].preactivations?.(w) as Tensor)) as Tensor,
  })
}

const expectSameWeights = (hand: LimitWeights, other: LimitWeights, tolerance: number): void => {
  expect(farthest(hand.featureCorrelation, other.featureCorrelation)).toBeLessThan(tolerance)
  expect(farthest(hand.noiseCorrelation, other.noiseCorrelation)).toBeLessThan(tolerance)
}

describe.each([1, 3, 0.5])('an average at scale %f', scale => {
  const fresh = () => {
    const members = starts.map(start => limitModel(data, settings, start))
    return { members, average: averageModel(members, scale), auto: byAutodiff(scale) }
  }

  test('has the outputs, the gradient and the relative step of the one function that it is', () => {
    const { members, average, auto } = fresh()
    const outputs = average.outputs().slice()
    expect(Math.max(...outputs)).toBeGreaterThan(0.01)
    expect(farthest(outputs, auto.outputs())).toBeLessThan(1e-12)
    const gradient = new Float64Array(outputs.length)
    objective.evaluate(outputs, gradient)
    average.backward(gradient)
    auto.backward(gradient)
    expect(Math.abs(average.relativeStep() / auto.relativeStep() - 1)).toBeLessThan(1e-12)
    average.advance(1)
    auto.advance(1)
    members.forEach((member, at) => {
      expectSameWeights(member.weights(), limitWeightsOf(data, auto.parameters()[at]), 1e-12)
    })
  })

  test.each<[string, () => StepRule]>([
    ['adaptive', () => adaptiveStep(0.1)],
    ['constant', () => constantStep(0.3)],
  ])('takes the same 30 %s steps', (_, rule) => {
    const { average, auto } = fresh()
    const run = (model: Model) => descend(model, objective, { rule: rule(), targetLoss: 0, maxSteps: 30 })
    const byHand = run(average)
    const expected = run(auto)
    expect(byHand.steps).toBe(30)
    expect(byHand.loss).toBeLessThan(byHand.losses[0])
    expect(farthest(byHand.losses, expected.losses)).toBeLessThan(1e-12)
    expect(farthest(byHand.outputs, expected.outputs)).toBeLessThan(1e-11)
  })
})

/** One network that has the neurons of all members, class by class. */
const joined = (all: readonly LimitWeights[], m: number): LimitWeights => {
  const join = (of: (weights: LimitWeights) => Float64Array): Float64Array => {
    const rows = of(all[0]).length / (classes * m)
    const neurons: number[] = []
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < classes; i++)
        for (const weights of all)
          for (let r = 0; r < m; r++) neurons.push(of(weights)[(row * classes + i) * m + r])
    return Float64Array.from(neurons)
  }
  return {
    featureCorrelation: join(w => w.featureCorrelation),
    noiseCorrelation: join(w => w.noiseCorrelation),
  }
}

test('at scale L it is one network of all neurons, step for step', () => {
  const wide: Settings = { ...settings, neurons: settings.neurons * starts.length }
  const members = starts.map(start => limitModel(data, settings, start))
  const one = limitModel(data, wide, joined(starts, settings.neurons))
  const run = (model: Model) =>
    descend(model, objective, { rule: adaptiveStep(0.1), targetLoss: 0, maxSteps: 40 })
  const many = run(averageModel(members, starts.length))
  const alone = run(one)
  many.stepSizes.forEach((size, step) => {
    expect(Math.abs(size / alone.stepSizes[step] - 1)).toBeLessThan(1e-10)
  })
  expect(alone.steps).toBe(40)
  expect(farthest(many.outputs, alone.outputs)).toBeLessThan(1e-11)
  const weights = members.map((member: LimitModel) => member.weights())
  expectSameWeights(joined(weights, settings.neurons), one.weights(), 1e-11)
})

test('the average of one is that one, bit for bit', () => {
  const run = (wrap: (model: Model) => Model) => {
    const model = limitModel(data, settings, starts[0])
    return [
      descend(wrap(model), objective, { rule: adaptiveStep(0.3), targetLoss: 0.1, maxSteps: 50 }),
      model.weights(),
    ]
  }
  expect(run(model => averageModel([model]))).toEqual(run(model => model))
})

test('what cannot be averaged is refused', () => {
  const member = limitModel(data, settings, starts[0])
  const short = drawTrainingSet({ ...settings, samples: 5 }, stream(2))
  expect(() => averageModel([])).toThrow('at least one member')
  for (const scale of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => averageModel([member], scale)).toThrow(`the scale is ${scale}; it must be positive`)
  expect(() => averageModel([member, limitModel(short, settings, startOf(short, 0))])).toThrow(
    'averageModel: outputs of [5, 3] do not average with [7, 3].',
  )
})
