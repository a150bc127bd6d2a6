import {
  crossEntropy,
  descend,
  drawNoiseCorrelation,
  limitModel,
  type Model,
  type Objective,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import type { DescentOptions } from '../../../packages/network/src/descent/descend.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { smallWith } from '../settings.ts'

/** A model with one weight w and the output w. Every step can be computed by hand. */
const single = (start: number): Model & { weight(): number } => {
  let w = start
  let change = 0
  return {
    classes: 1,
    size: 1,
    outputs: () => Float64Array.of(w),
    backward: gradient => {
      change = -gradient[0]
    },
    relativeStep: () => (change === 0 ? Number.POSITIVE_INFINITY : Math.abs(w / change)),
    advance: step => {
      w += step * change
    },
    weight: () => w,
  }
}

/** L = w²/2. */
const parabola: Objective = {
  evaluate: (outputs, gradient) => {
    gradient[0] = outputs[0]
    return outputs[0] ** 2 / 2
  },
}

const options = (changes: Partial<DescentOptions>): DescentOptions => ({
  rule: constantStep(0.5),
  targetLoss: 0,
  maxSteps: 10,
  ...changes,
})

test('a constant step follows w ← w − η∇L, and the run lists each loss and step', () => {
  const model = single(8)
  const run = descend(model, parabola, options({ maxSteps: 3 }))
  expect(model.weight()).toBe(1)
  expect(run).toEqual({
    steps: 3,
    loss: 0.5,
    losses: Float64Array.of(32, 8, 2),
    stepSizes: Float64Array.of(0.5, 0.5, 0.5),
    outputs: Float64Array.of(1),
  })
})

test('descent ends at the target, before a step that is not needed', () => {
  const run = descend(single(8), parabola, options({ targetLoss: 2 }))
  expect(run.steps).toBe(2)
  expect(run.loss).toBe(2)
})

test('a target that the start meets takes no step', () => {
  const model = single(1)
  expect(descend(model, parabola, options({ targetLoss: 0.5 })).steps).toBe(0)
  expect(model.weight()).toBe(1)
})

test('maxSteps = 0 measures the start and moves nothing', () => {
  const model = single(8)
  const run = descend(model, parabola, options({ maxSteps: 0 }))
  expect([run.steps, run.loss, run.losses.length, model.weight()]).toEqual([0, 32, 0, 8])
})

test('record sees every state that a step starts from, and the last one', () => {
  const seen: [number, number][] = []
  descend(single(8), parabola, options({ maxSteps: 2, record: (step, loss) => seen.push([step, loss]) }))
  expect(seen).toEqual([
    [0, 32],
    [1, 8],
    [2, 2],
  ])
})

test('the adaptive rule stops at a stationary point', () => {
  const run = descend(single(0), parabola, options({ rule: adaptiveStep(0.1), targetLoss: -1 }))
  expect([run.steps, run.loss]).toEqual([0, 0])
})

test('a constant step that is too large ends in an error that says when, and what to do', () => {
  const explode = () => descend(single(1), parabola, options({ rule: constantStep(1e200), maxSteps: 100 }))
  expect(explode).toThrow(RangeError)
  expect(explode).toThrow('descend: the loss is Infinity after 1 steps; take a smaller step.')
})

test('the adaptive step is the tolerance times the relative step while the loss falls', () => {
  const rule = adaptiveStep(0.2)
  for (const [loss, relative] of [
    [5, 1],
    [4, 3],
    [3, 0.5],
  ])
    expect(rule.next(loss, () => relative)).toBe(0.2 * relative)
})

test('the adaptive step halves at each rise of the loss, and recovers by 5% a step up to the whole', () => {
  const rule = adaptiveStep(1)
  const factors = [5, 6, 7, 6, 5, 4].map(loss => rule.next(loss, () => 1))
  expect(factors).toEqual([1, 0.5, 0.25, 0.25 * 1.05, 0.25 * 1.05 * 1.05, 0.25 * 1.05 * 1.05 * 1.05])
  for (let step = 0; step < 40; step++) rule.next(4 - step / 100, () => 1)
  expect(rule.next(0, () => 1)).toBe(1)
})

test('an unchanged loss does not count as a rise', () => {
  const rule = adaptiveStep(1)
  expect([3, 3, 3].map(loss => rule.next(loss, () => 1))).toEqual([1, 1, 1])
})

test('two runs with rules of their own do not share the factor', () => {
  const first = adaptiveStep(1)
  first.next(1, () => 1)
  first.next(2, () => 1)
  expect(adaptiveStep(1).next(9, () => 1)).toBe(1)
})

test('the constant rule never asks for the relative step', () => {
  const asked = () => {
    throw new Error('asked')
  }
  expect(constantStep(0.25).next(1, asked)).toBe(0.25)
})

test('adaptive and small constant steps follow the same gradient flow', () => {
  // In continuous time t = Σ η both runs must have the same loss at the same time, up to the
  // first-order error of Euler steps.
  const settings = smallWith({ initialScale: 0.1 })
  const data = drawTrainingSet(settings, stream(5, 'data'))
  const start = {
    featureCorrelation: drawFeatureCorrelation(3, settings, stream(5, 'a')),
    noiseCorrelation: drawNoiseCorrelation(data, settings, stream(5, 'b')),
  }
  const run = (rule: DescentOptions['rule'], targetLoss: number) => {
    const objective = crossEntropy(data.label, 3)
    return descend(limitModel(data, settings, start), objective, { rule, targetLoss, maxSteps: 200_000 })
  }
  const time = ({ stepSizes }: { stepSizes: Float64Array }) => stepSizes.reduce((sum, size) => sum + size, 0)
  const adaptive = run(adaptiveStep(0.003), 0.3)
  const constant = run(constantStep(0.01), 0.3)
  expect(adaptive.loss).toBeLessThan(0.3)
  expect(Math.abs(time(adaptive) / time(constant) - 1)).toBeLessThan(0.01)
})
