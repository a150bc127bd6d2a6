/**
 * The tasks for the paper's contrasts of ensembles, trained averages and frozen features. Their
 * results equal those of models that the test trains itself.
 */

import {
  countErrors,
  crossEntropy,
  denseModel,
  denseOutputs,
  descend,
  drawDenseWeights,
  drawGaussian,
  linearRule,
  regimes,
  type Settings,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { execute } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { stepRule } from '../../../../packages/network/src/descent/common-rule.ts'

/** Small settings that train in well under a second. */
const settings: Settings = {
  ...regimes.limit,
  classes: 3,
  neurons: 3,
  samples: 36,
  patches: 12,
  otherFeatureRate: 1,
  initialScale: 0.01,
  targetLoss: 0.02,
  members: 2,
}

describe('average', () => {
  const task = { kind: 'average', settings, seed: 4, dataset: 'd' } as const

  test('of one model it is that model, bit for bit', () => {
    const alone = execute({
      kind: 'train',
      settings,
      names: { seed: 4, dataset: 'd', initialization: 'a' },
      raceInterval: 0,
    })
    const { featureCorrelations, ...run } = execute({ ...task, initializations: ['a'] })
    expect(featureCorrelations).toEqual([alone.featureCorrelation])
    expect(run).toEqual({ steps: alone.steps, loss: alone.loss, trainingErrors: 0 })
  })

  test('of two it trains both, whatever their order', () => {
    const ab = execute({ ...task, initializations: ['a', 'b'] })
    const ba = execute({ ...task, initializations: ['b', 'a'] })
    expect(ab.trainingErrors).toBe(0)
    expect(ab.loss).toBeLessThanOrEqual(settings.targetLoss)
    expect(ab.featureCorrelations).toHaveLength(2)
    for (const a of ab.featureCorrelations) expect(Math.max(...a)).toBeGreaterThan(settings.threshold)
    // Outputs are summed in another order, so the bits may differ, but the two runs are the same.
    expect(Math.abs(ab.loss / ba.loss - 1)).toBeLessThan(1e-6)
  })
})

describe('tangent', () => {
  const task = {
    kind: 'tangent',
    settings,
    seed: 4,
    dataset: 'd',
    singlePerCell: 20,
    multiPerClass: 20,
  } as const

  test('one model, its ensemble and its average are the same', () => {
    const { single, ensemble, average, imperfect } = execute({ ...task, initializations: ['a'] })
    expect(imperfect).toBe(0)
    expect(single).toBeGreaterThan(0)
    expect([ensemble, average]).toEqual([single, single])
  })

  test('the error of one model alone is the mean over models', () => {
    const of = (...initializations: string[]) => execute({ ...task, initializations })
    expect(of('a', 'b').single).toBeCloseTo((of('a').single + of('b').single) / 2, 12)
  })

  test('a model that stops at once is said to err on its training set, and the average too', () => {
    expect(
      execute({ ...task, settings: { ...settings, maxSteps: 0 }, initializations: ['a', 'b'] }).imperfect,
    ).toBe(3)
  })

  test('students are of each initialization, and of one model all kinds are its own student', () => {
    const asked = { ...task, studentTemperature: 1 }
    expect(execute({ ...task, initializations: ['a'] }).students).toBeUndefined()
    const { students, single, imperfect } = execute({ ...asked, initializations: ['a'] })
    expect(imperfect).toBe(0)
    expect(students?.distilled).toBeGreaterThan(0)
    expect([students?.selfDistilled, students?.ofAverage]).toEqual([students?.distilled, students?.distilled])
    expect(Math.abs((students?.distilled ?? 0) / single - 1)).toBeLessThan(0.3)
    const stopped = { ...asked, settings: { ...settings, maxSteps: 0 }, initializations: ['a', 'b'] }
    expect(execute(stopped).imperfect).toBe(9)
  })

  test('self-distilled: each model is taught by the next one, so that two exchange their outputs', () => {
    const asked = (...initializations: string[]) =>
      execute({ ...task, studentTemperature: 1, initializations }).students
    const [ab, ba] = [asked('a', 'b'), asked('b', 'a')]
    expect(ab?.selfDistilled).toBeCloseTo(ba?.selfDistilled as number, 12)
    expect(ab?.selfDistilled).not.toBe(ab?.distilled)
  })
})

test('gaussian: errors are those of networks trained and tested by hand', () => {
  const [dimension, samples, testSamples] = [5, 60, 200]
  const result = execute({
    kind: 'gaussian',
    settings,
    dimension,
    samples,
    testSamples,
    seed: 4,
    dataset: 'g',
  })
  const shape = { classes: 3, patches: 1, dimension }
  const rule = linearRule(stream(4, 'planted rule', 'g').fillNormal(new Float64Array(15)))
  const data = drawGaussian(shape, samples, rule, stream(4, 'gaussian training set', 'g'))
  const fresh = drawGaussian(shape, testSamples, rule, stream(4, 'gaussian test set', 'g'))
  const outputs = [0, 1].map(member => {
    const start = drawDenseWeights(3, { ...settings, dimension }, stream(4, 'gaussian weights', 'g', member))
    const model = denseModel(data, settings, start)
    descend(model, crossEntropy(data.label, 3), { ...settings, rule: stepRule(settings) })
    return denseOutputs(fresh, settings, model.weights()).slice()
  })
  expect(result.imperfect).toBe(0)
  expect(result.single).toBeGreaterThan(0)
  const errors = outputs.map(each => countErrors(each, fresh.label))
  expect(result.single).toBeCloseTo((errors[0] + errors[1]) / 2 / testSamples, 12)
  const mean = outputs[0].map((value, at) => (value + outputs[1][at]) / 2)
  expect(result.ensemble).toBe(countErrors(mean, fresh.label) / testSamples)
})
