/**
 * The limit model on mixed samples against plain loops, autodiff, differences and its own kernels.
 */

import {
  autodiffModel,
  descend,
  drawNoiseCorrelation,
  type LimitWeights,
  limitModel,
} from '@multiview/network'
import {
  type Mixture,
  mixedLimitModel,
  mixPairs,
  mixtureOf,
  placesOf,
  relativeEntropy,
} from '@multiview/network/mixture'
import { stream } from '@multiview/tensor'
import { kernelState, withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, test } from 'vitest'
import { type Dataset, noiseLengths } from '../../../packages/network/src/data/dataset.ts'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { limitNetwork, limitWeightsOf } from '../../../packages/network/src/limit/autodiff.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { plainMixedStep } from '../../../packages/network/src/limit/step/mixed.ts'
import { wasmMixedStep } from '../../../packages/network/src/limit/step/wasm-mixed.ts'
import type { NetworkSettings } from '../../../packages/network/src/settings/settings.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { smallWith } from '../settings.ts'
import { relu, reluSlope } from './naive-limit.ts'

const startOn = (data: Dataset, network: NetworkSettings): LimitWeights => ({
  featureCorrelation: drawFeatureCorrelation(data.settings.classes, network, stream(1, 'a')),
  noiseCorrelation: drawNoiseCorrelation(
    { settings: data.settings, noiseNorm: noiseLengths(data) },
    network,
    stream(1, 'b'),
  ),
})

/** Random sums of rows, of any sign, some patches empty or with the same row twice. */
const randomMixture = (rows: number, classes: number): Mixture => {
  const random = stream(2, 'mixture')
  return mixtureOf(
    Array.from({ length: 9 }, (_, n) => {
      const first = random.double()
      return {
        label: Array.from({ length: classes }, (_, i) => (i === 0 ? first : i === 1 ? 1 - first : 0)),
        patches: Array.from({ length: n % 4 }, () =>
          Array.from({ length: random.integer(4) }, () => {
            const row = random.integer(rows)
            return [row, 2 * random.double() - 0.7] as const
          }),
        ),
      }
    }),
  )
}

const pairsOf = (data: Dataset): Mixture =>
  mixPairs(placesOf(data, stream(3)), data.label, data.settings.classes, [
    [0, 1],
    [2, 3],
    [4, 6],
    [5, 5],
    [6, 0],
  ])

/**
 * The model as loops over mixed samples, patches and references, without any array of the package.
 */
const naive = (data: Dataset, mixture: Mixture, network: NetworkSettings, start: LimitWeights) => {
  const { classes } = data.settings
  const { neurons, power, threshold } = network
  const all = classes * neurons
  const norm = noiseLengths(data)
  const a = start.featureCorrelation.slice()
  const b = start.noiseCorrelation.slice()
  const gain = (row: number, v: number): number =>
    data.gains === undefined
      ? data.feature[row] === v
        ? data.weight[row]
        : 0
      : data.gains.gain[row * 2 * classes + v]
  const patches = Array.from({ length: mixture.size }, (_, n) =>
    Array.from({ length: mixture.firstPatch[n + 1] - mixture.firstPatch[n] }, (_, p) => {
      const s = mixture.firstPatch[n] + p
      const [from, to] = [mixture.firstReference[s], mixture.firstReference[s + 1]]
      return Array.from({ length: to - from }, (_, e) => [mixture.row[from + e], mixture.weight[from + e]])
    }),
  )
  const ofPatch = (of: LimitWeights, references: number[][], c: number): number =>
    references.reduce((u, [row, weight]) => {
      let along = of.noiseCorrelation[row * all + c]
      for (let v = 0; v < 2 * classes; v++) along += gain(row, v) * of.featureCorrelation[v * all + c]
      return u + weight * along
    }, 0)
  const weights = { featureCorrelation: a, noiseCorrelation: b }
  return {
    outputs: (): number[] =>
      patches.flatMap(ofSample =>
        Array.from({ length: classes }, (_, i) => {
          let total = 0
          for (let c = i * neurons; c < (i + 1) * neurons; c++)
            for (const references of ofSample)
              total += relu(ofPatch(weights, references, c), power, threshold)
          return total
        }),
      ),
    change: (gradient: ArrayLike<number>): LimitWeights => {
      const change = { featureCorrelation: a.map(() => 0), noiseCorrelation: b.map(() => 0) }
      patches.forEach((ofSample, n) => {
        for (const references of ofSample)
          for (let c = 0; c < all; c++) {
            const slope = reluSlope(ofPatch(weights, references, c), power, threshold)
            const g = gradient[n * classes + Math.floor(c / neurons)] * slope
            for (const [row, weight] of references) {
              for (let v = 0; v < 2 * classes; v++)
                change.featureCorrelation[v * all + c] -= weight * gain(row, v) * g
              change.noiseCorrelation[row * all + c] -= norm[row] ** 2 * weight * g
            }
          }
      })
      return change
    },
    relativeStep: (change: LimitWeights): number => {
      let least = Number.POSITIVE_INFINITY
      for (let c = 0; c < all; c++) {
        const most = (of: LimitWeights): number =>
          Math.max(0, ...patches.flat().map(references => Math.abs(ofPatch(of, references, c))))
        if (most(change) > 0) least = Math.min(least, most(weights) / most(change))
      }
      return least
    },
  }
}

/** The largest difference, relative to the largest element. */
const distance = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  expect(y.length).toBe(x.length)
  const largest = Array.from(x).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(largest).toBeGreaterThan(0)
  return Array.from(x).reduce((most, value, at) => Math.max(most, Math.abs(value - y[at])), 0) / largest
}

const settings = smallWith({ initialScale: 0.8 })
const data = drawTrainingSet(settings, stream(1, 'data'))
const noisy = drawTrainingSet({ ...settings, featureNoise: 0.1 }, stream(1, 'data'))
const start = startOn(data, settings)

describe.each<[string, Dataset, Mixture]>([
  ['pairs', data, pairsOf(data)],
  ['any sums', data, randomMixture(data.feature.length, 3)],
  ['pairs with feature noise', noisy, pairsOf(noisy)],
  ['any sums with feature noise', noisy, randomMixture(7 * 12, 3)],
])('%s', (_, on, mixture) => {
  const from = startOn(on, settings)
  const model = mixedLimitModel(on, mixture, settings, from)
  const oracle = naive(on, mixture, settings, from)
  const outputs = model.outputs().slice()
  const gradient = new Float64Array(outputs.length)
  relativeEntropy(mixture.label, 3).evaluate(outputs, gradient)

  test('outputs, gradient and relative step are those of plain loops', () => {
    expect(outputs.some(F => F > settings.threshold)).toBe(true)
    expect(distance(oracle.outputs(), outputs)).toBeLessThan(1e-13)
    model.outputs()
    model.backward(gradient)
    const change = oracle.change(gradient)
    expect(Math.abs(model.relativeStep() / oracle.relativeStep(change) - 1)).toBeLessThan(1e-12)
    const norms = model.gradientNorms()
    // The step is so large that the initial weights are negligible; the result is the change alone.
    model.advance(2 ** 80)
    const moved = model.weights()
    const scaled = (values: Float64Array) => values.map(value => value * 2 ** 80)
    expect(distance(scaled(change.featureCorrelation), moved.featureCorrelation)).toBeLessThan(1e-13)
    expect(distance(scaled(change.noiseCorrelation), moved.noiseCorrelation)).toBeLessThan(1e-13)
    expect(model.featureCorrelation()).toEqual(moved.featureCorrelation)
    const squares = new Float64Array(3)
    const norm = noiseLengths(on)
    change.featureCorrelation.forEach((value, at) => {
      squares[Math.floor((at % 6) / 2)] += value ** 2
    })
    change.noiseCorrelation.forEach((value, at) => {
      const length = norm[Math.floor(at / 6)]
      if (length > 0) squares[Math.floor((at % 6) / 2)] += (value / length) ** 2
    })
    expect(distance(squares.map(Math.sqrt), norms)).toBeLessThan(1e-13)
  })

  test('the gradient is the derivative of the loss, by differences', () => {
    const at = mixedLimitModel(on, mixture, settings, from)
    const objective = relativeEntropy(mixture.label, 3)
    const lossOf = (weights: LimitWeights): number =>
      objective.evaluate(mixedLimitModel(on, mixture, settings, weights).outputs(), gradient.slice())
    at.outputs()
    at.backward(gradient)
    at.advance(2 ** 80)
    const change = at.weights()
    const h = 1e-6
    const noise = noiseLengths(on)
    for (const key of ['featureCorrelation', 'noiseCorrelation'] as const)
      for (let c = 0; c < from[key].length; c += 7) {
        const shifted = (t: number) => lossOf({ ...from, [key]: from[key].with(c, from[key][c] + t) })
        const slope = (shifted(h) - shifted(-h)) / (2 * h)
        const scale = key === 'featureCorrelation' ? 1 : noise[Math.floor(c / 6)] ** 2
        expect(Math.abs(change[key][c] / 2 ** 80 + scale * slope)).toBeLessThan(1e-8)
      }
  })

  test('WebAssembly and plain loops give the same bits over 60 steps', () => {
    expect(kernelState().webAssembly).toBe(true)
    const trace = (make: typeof plainMixedStep): number[] => {
      const of = mixedLimitModel(on, mixture, settings, from, make)
      const run = descend(of, relativeEntropy(mixture.label, 3), {
        rule: adaptiveStep(0.3),
        targetLoss: 0,
        maxSteps: 60,
      })
      const { featureCorrelation, noiseCorrelation } = of.weights()
      return [...run.losses, ...run.stepSizes, ...run.outputs, ...featureCorrelation, ...noiseCorrelation]
    }
    const [wasm, plain] = [trace(wasmMixedStep), trace(plainMixedStep)]
    expect(wasm.length).toBe(plain.length)
    expect(wasm.every((value, i) => Object.is(value, plain[i]))).toBe(true)
  })
})

test('autodiff takes the same steps', () => {
  const mixture = pairsOf(data)
  const objective = relativeEntropy(mixture.label, 3)
  for (const [rule, maxSteps] of [
    [() => adaptiveStep(0.3), 25],
    [() => constantStep(0.05), 10],
  ] as const) {
    const hand = mixedLimitModel(data, mixture, settings, start)
    const auto = autodiffModel(limitNetwork(data, settings, start, mixture))
    const byHand = descend(hand, objective, { targetLoss: 0, maxSteps, rule: rule() })
    const byAuto = descend(auto, objective, { targetLoss: 0, maxSteps, rule: rule() })
    expect(byAuto.steps).toBe(maxSteps)
    expect(distance(byHand.losses, byAuto.losses)).toBeLessThan(1e-11)
    expect(distance(byHand.stepSizes, byAuto.stepSizes)).toBeLessThan(1e-11)
    const weights = limitWeightsOf(data, auto.parameters())
    expect(distance(hand.weights().featureCorrelation, weights.featureCorrelation)).toBeLessThan(1e-11)
    expect(distance(hand.weights().noiseCorrelation, weights.noiseCorrelation)).toBeLessThan(1e-11)
  }
})

/** Every sample alone: nothing is mixed. */
const unmixed = (of: Dataset): Mixture => {
  const { firstPatch } = placesOf(of, stream(1))
  return mixtureOf(
    Array.from(of.label, (own, n) => ({
      label: [0, 1, 2].map(i => (i === own ? 1 : 0)),
      patches: Array.from({ length: firstPatch[n + 1] - firstPatch[n] }, (_, p) => [[firstPatch[n] + p, 1]]),
    })) as Parameters<typeof mixtureOf>[0],
  )
}

test('samples that are not mixed give the bits of the limit model', () => {
  const mixture = unmixed(data)
  const objective = relativeEntropy(mixture.label, 3)
  const options = { targetLoss: 0, maxSteps: 40 }
  const mixed = mixedLimitModel(data, mixture, settings, start)
  const plain = limitModel(data, settings, start)
  const one = descend(mixed, objective, { ...options, rule: adaptiveStep(0.3) })
  const other = descend(plain, objective, { ...options, rule: adaptiveStep(0.3) })
  expect(one.losses).toEqual(other.losses)
  expect(one.stepSizes).toEqual(other.stepSizes)
  expect(mixed.weights()).toEqual(plain.weights())
})

test('a run that continues from its weights has the bits of one that was not interrupted', () => {
  const mixture = pairsOf(data)
  const objective = relativeEntropy(mixture.label, 3)
  const run = (from: LimitWeights, maxSteps: number) => {
    const model = mixedLimitModel(data, mixture, settings, from)
    descend(model, objective, { targetLoss: 0, maxSteps, rule: constantStep(0.1) })
    return model.weights()
  }
  expect(run(run(start, 5), 6)).toEqual(run(start, 11))
})

test('the default kernel follows the engine', () => {
  const mixture = pairsOf(data)
  const outputs = () => mixedLimitModel(data, mixture, settings, start).outputs().slice()
  expect(withoutWebAssembly(outputs)).toEqual(outputs())
})

test('a mixture or weights that do not fit the data are refused', () => {
  const mixture = pairsOf(data)
  expect(() => mixedLimitModel(data, { ...mixture, classes: 4 }, settings, start)).toThrow(
    'mixedLimitModel: the mixture has 4 classes',
  )
  const beyond = mixtureOf([{ label: [1, 0, 0], patches: [[[9999, 1]]] }])
  expect(() => mixedLimitModel(data, beyond, settings, start)).toThrow('refers to row 9999')
  const short = { ...start, noiseCorrelation: new Float64Array(6) }
  expect(() => mixedLimitModel(data, mixture, settings, short)).toThrow(
    'mixedLimitModel: the weights hold 36 and 6 numbers',
  )
})
