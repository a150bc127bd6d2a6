import {
  crossEntropy,
  type Dataset,
  drawNoiseCorrelation,
  type LimitWeights,
  limitModel,
  type Settings,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { smallWith } from '../settings.ts'
import { asLimitWeights, farthest, naiveCrossEntropy, naiveModel } from './naive-limit.ts'

const cases: [string, Settings][] = [
  ['q = 4', smallWith()],
  ['q = 2', smallWith({ power: 2 })],
  ['q = 3 and two patches a feature', smallWith({ power: 3, patchesPerFeature: 2, patches: 24 })],
  ['real q = 3.5, without a Wasm kernel', smallWith({ power: 3.5 })],
  ['one sample', smallWith({ samples: 1, singleViewFraction: 0.9 })],
  ['one neuron a class, no other features', smallWith({ neurons: 1, otherFeatureRate: 0 })],
  ['k = 2, 3 neurons', smallWith({ classes: 2, neurons: 3, threshold: 0.3, noiseNorm: 2 })],
  ['three views of a class', smallWith({ views: 3, patches: 12 })],
  ['k·m = 24, more than two panels', smallWith({ classes: 6, neurons: 4, otherFeatureRate: 2 })],
]

const problem = (settings: Settings, name: string) => {
  const data = drawTrainingSet(settings, stream(1, name, 'data'))
  const start: LimitWeights = {
    featureCorrelation: drawFeatureCorrelation(
      settings.classes,
      settings,
      stream(1, name, 'a'),
      settings.views,
    ),
    noiseCorrelation: drawNoiseCorrelation(data, settings, stream(1, name, 'b')),
  }
  return { data, start, model: limitModel(data, settings, start), naive: naiveModel(data, settings, start) }
}

const flat = (outputs: number[][]): number[] => outputs.flat()

const rowsOf = (matrix: Float64Array, columns: number): number[][] =>
  Array.from({ length: matrix.length / columns }, (_, n) => [
    ...matrix.subarray(columns * n, columns * (n + 1)),
  ])

/** The change that a step of size 1 makes. */
const moved = (after: LimitWeights, before: LimitWeights): LimitWeights => ({
  featureCorrelation: after.featureCorrelation.map((value, at) => value - before.featureCorrelation[at]),
  noiseCorrelation: after.noiseCorrelation.map((value, at) => value - before.noiseCorrelation[at]),
})

const expectSameWeights = (x: LimitWeights, y: LimitWeights, tolerance: number): void => {
  expect(farthest(x.featureCorrelation, y.featureCorrelation)).toBeLessThan(tolerance)
  expect(farthest(x.noiseCorrelation, y.noiseCorrelation)).toBeLessThan(tolerance)
}

const lossAt = (data: Dataset, settings: Settings, weights: LimitWeights): number =>
  naiveCrossEntropy(naiveModel(data, settings, weights).outputs(), data.label).loss

test.each(cases)('outputs are those of plain loops over all patches: %s', (name, settings) => {
  const { model, naive } = problem(settings, name)
  const outputs = model.outputs()
  expect(Math.max(...outputs)).toBeGreaterThan(0.01)
  expect(farthest(outputs, flat(naive.outputs()))).toBeLessThan(1e-13)
})

test.each(cases)('thirty steps of descent are those of plain loops: %s', (name, settings) => {
  const { data, model, naive } = problem(settings, name)
  const objective = crossEntropy(data.label, settings.classes)
  const gradient = new Float64Array(data.size * settings.classes)
  for (let step = 0; step < 30; step++) {
    const loss = objective.evaluate(model.outputs(), gradient)
    const expected = naiveCrossEntropy(naive.outputs(), data.label)
    expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-12)
    expect(farthest(gradient, flat(expected.gradient))).toBeLessThan(1e-12)
    model.backward(gradient)
    // Both get the same gradient, because 1 − p_y computed by its definition has no correct digits
    // for p_y near 1.
    const change = naive.change(rowsOf(gradient, settings.classes))
    // Computed at some steps only, because the model keeps bounds between measurements.
    const relative = step % 3 === 0 ? 1 : model.relativeStep() / naive.relativeStep(change)
    expect(Math.abs(relative - 1)).toBeLessThan(1e-9)
    const size = step % 4 === 0 ? 0.2 : 0.3 * naive.relativeStep(change)
    model.advance(size)
    naive.advance(change, size)
  }
  expectSameWeights(model.weights(), asLimitWeights(naive.weights, data), 1e-12)
})

test.each(cases)(
  'the change of the weights is the negative gradient of the loss, by differences: %s',
  (name, settings) => {
    const { data, start, model } = problem(settings, name)
    const gradient = new Float64Array(data.size * settings.classes)
    crossEntropy(data.label, settings.classes).evaluate(model.outputs(), gradient)
    model.backward(gradient)
    model.advance(1)
    const change = moved(model.weights(), start)
    // Along a random direction of a and of b; b moves by −‖ξ‖²·∂L/∂b, so its change is divided by
    // ‖ξ‖² first.
    const random = stream(2, name)
    const ofA = random.fillNormal(new Float64Array(change.featureCorrelation.length))
    const ofB = random.fillNormal(new Float64Array(change.noiseCorrelation.length))
    const h = 1e-5
    const at = (t: number): LimitWeights => ({
      featureCorrelation: start.featureCorrelation.map((value, i) => value + t * ofA[i]),
      noiseCorrelation: start.noiseCorrelation.map((value, i) => value + t * ofB[i]),
    })
    const difference = (lossAt(data, settings, at(h)) - lossAt(data, settings, at(-h))) / (2 * h)
    const all = settings.classes * settings.neurons
    let expected = 0
    ofA.forEach((d, i) => {
      expected -= d * change.featureCorrelation[i]
    })
    ofB.forEach((d, i) => {
      expected -= (d * change.noiseCorrelation[i]) / data.noiseNorm[Math.floor(i / all)] ** 2
    })
    expect(Math.abs(expected)).toBeGreaterThan(1e-4)
    expect(Math.abs(difference - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)))
  },
)

test('patches with different noise lengths, and a feature twice in one sample, follow the formulas too', () => {
  const settings = smallWith()
  const drawn = drawTrainingSet(settings, stream(3))
  const data: Dataset = {
    ...drawn,
    feature: drawn.feature.map((feature, p) => (p % 3 === 0 ? 0 : feature)),
    noiseNorm: drawn.noiseNorm.map((_, p) => 0.1 + 0.2 * p),
  }
  const start = {
    featureCorrelation: drawFeatureCorrelation(3, settings, stream(3, 'a')),
    noiseCorrelation: drawNoiseCorrelation(data, settings, stream(3, 'b')),
  }
  const model = limitModel(data, settings, start)
  const naive = naiveModel(data, settings, start)
  const gradient = stream(3, 'g').fillNormal(new Float64Array(data.size * 3))
  model.outputs()
  model.backward(gradient)
  model.advance(0.5)
  naive.advance(naive.change(rowsOf(gradient, 3)), 0.5)
  expectSameWeights(model.weights(), asLimitWeights(naive.weights, data), 1e-12)
})

test('weights are copies, and the weights that a model starts from stay as they are', () => {
  const { data, start, model } = problem(smallWith(), 'copies')
  const before = structuredClone(start)
  const first = model.weights()
  expect(first).toEqual(start)
  model.outputs()
  model.backward(Float64Array.from({ length: data.size * 3 }, (_, i) => (i % 3) - 1))
  model.advance(0.1)
  expect(start).toEqual(before)
  expect(first).toEqual(before)
  expect(model.weights()).not.toEqual(before)
})

test('reading the weights between steps changes nothing', () => {
  const run = (peek: boolean) => {
    const { data, model } = problem(smallWith(), 'peek')
    const gradient = new Float64Array(data.size * 3)
    const objective = crossEntropy(data.label, 3)
    for (let step = 0; step < 20; step++) {
      objective.evaluate(model.outputs(), gradient)
      if (peek) model.weights()
      model.backward(gradient)
      if (peek) model.featureCorrelation()
      model.advance(0.3 * model.relativeStep())
      if (peek) model.weights()
    }
    return model.weights()
  }
  expect(run(true)).toEqual(run(false))
})

test('nothing moves under a gradient of 0: the relative step is infinite', () => {
  const { data, model } = problem(smallWith(), 'still')
  model.outputs()
  model.backward(new Float64Array(data.size * 3))
  expect(model.relativeStep()).toBe(Number.POSITIVE_INFINITY)
})

test('weights that do not fit the data are refused, with both sizes', () => {
  const { data, start } = problem(smallWith(), 'refused')
  const short = { ...start, featureCorrelation: start.featureCorrelation.slice(1) }
  expect(() => limitModel(data, smallWith(), short)).toThrow(
    `limitModel: the weights hold 35 and ${start.noiseCorrelation.length} numbers; this data and network take 36 and`,
  )
})

test('initial correlations are normal with deviations σ_0 and σ_0‖ξ‖', () => {
  const settings = smallWith({
    classes: 20,
    neurons: 10,
    samples: 100,
    patches: 60,
    initialScale: 0.01,
    noiseNorm: 0.3,
  })
  const data = drawTrainingSet(settings, stream(4))
  const deviation = (x: Float64Array) => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length)
  const a = drawFeatureCorrelation(20, settings, stream(4, 'a'))
  const b = drawNoiseCorrelation(data, settings, stream(4, 'b'))
  // Five standard errors of a sample deviation: 5/√(2n).
  expect(Math.abs(deviation(a) / 0.01 - 1)).toBeLessThan(5 / Math.sqrt(2 * a.length))
  expect(Math.abs(deviation(b) / 0.003 - 1)).toBeLessThan(5 / Math.sqrt(2 * b.length))
})
