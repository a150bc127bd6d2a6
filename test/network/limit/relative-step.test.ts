import { crossEntropy, drawNoiseCorrelation, limitModel, type Settings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import type { LimitStep } from '../../../packages/network/src/limit/step/plain.ts'
import { limitStep } from '../../../packages/network/src/limit/step/step.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { regimeWith } from '../settings.ts'

/** Trains a model, and returns its kernel too. */
const start = (settings: Settings) => {
  const data = drawTrainingSet(settings, stream(1, 'data'))
  let measured = 0
  let kernel: LimitStep | undefined
  const model = limitModel(
    data,
    settings,
    {
      featureCorrelation: drawFeatureCorrelation(settings.classes, settings, stream(1, 'a')),
      noiseCorrelation: drawNoiseCorrelation(data, settings, stream(1, 'b')),
    },
    shape => {
      const made = limitStep(shape)
      kernel = made
      return {
        ...made,
        measure: panel => {
          measured++
          made.measure(panel)
        },
      }
    },
  )
  // Panels hold ten neurons.
  const panels = kernel!.arrays.largest.length / 10
  /** The definition: every panel measured, every neuron compared. */
  const byDefinition = (): number => {
    for (let panel = 0; panel < panels; panel++) kernel!.measure(panel)
    const { largest, largestChange } = kernel!.arrays
    let least = Number.POSITIVE_INFINITY
    largest.forEach((value, c) => {
      if (largestChange[c] > 0) least = Math.min(least, value / largestChange[c])
    })
    return least
  }
  return { data, model, panels, byDefinition, measured: () => measured }
}

test('the relative step is that of measuring every neuron, to the bit, all through a run', () => {
  const settings = regimeWith({ samples: 60 })
  const { data, model, byDefinition, panels, measured } = start(settings)
  const objective = crossEntropy(data.label, 10)
  const gradient = new Float64Array(data.size * 10)
  const rule = adaptiveStep(0.3)
  let different = 0
  const steps = 800
  for (let step = 0; step < steps; step++) {
    const loss = objective.evaluate(model.outputs(), gradient)
    model.backward(gradient)
    const size = rule.next(loss, () => {
      const relative = model.relativeStep()
      if (!Object.is(relative, byDefinition())) different++
      return relative
    })
    model.advance(size)
  }
  expect(different).toBe(0)
  // Most of the work is skipped.
  expect(measured()).toBeLessThan(0.4 * panels * steps)
})

test('it is exact even if it is computed at some steps only', () => {
  const settings = regimeWith({ samples: 30, classes: 5, patches: 10 })
  const { data, model, byDefinition } = start(settings)
  const objective = crossEntropy(data.label, 5)
  const gradient = new Float64Array(data.size * 5)
  const random = stream(2)
  for (let step = 0; step < 300; step++) {
    objective.evaluate(model.outputs(), gradient)
    model.backward(gradient)
    if (random.bernoulli(0.5)) expect(model.relativeStep()).toBe(byDefinition())
    model.advance(random.bernoulli(0.1) ? -3 : 20)
  }
})
