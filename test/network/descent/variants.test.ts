/**
 * Mini-batches, momentum, weight decay and label smoothing against plain steps on the same loss in
 * tensor ops: in every model, with every kernel, and after an interruption.
 */

import {
  autodiffModel,
  averageModel,
  type Checkpointing,
  denseModel,
  denseTrainingSetOf,
  denseWeightsOf,
  descend,
  type LimitWeights,
  limitModel,
  regimes,
  SettingError,
  type Settings,
  startOf,
  trainDenseModel,
  trainingSetOf,
  trainLimitModel,
  trainOnLabels,
  trainReducedModel,
  validSettings,
} from '@multiview/network'
import { mixedLimitModel, mixtureOf } from '@multiview/network/mixture'
import { exp, grad, log, max, stream, sum, type Tensor, take, tensor } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { denseNetwork } from '../../../packages/network/src/dense/autodiff.ts'
import type { DifferentiableNetwork } from '../../../packages/network/src/descent/autodiff-model.ts'
import { batchesOf, batchOrderOf } from '../../../packages/network/src/descent/batches.ts'
import { startLeft, velocityOf } from '../../../packages/network/src/descent/velocity.ts'
import { limitNetwork, limitWeightsOf } from '../../../packages/network/src/limit/autodiff.ts'
import { limitModelOf } from '../../../packages/network/src/limit/model-of.ts'
import { trainedNetwork } from '../../../packages/network/src/limit/start.ts'
import { plainLimitStep } from '../../../packages/network/src/limit/step/step.ts'
import { wasmLimitStep } from '../../../packages/network/src/limit/step/wasm.ts'
import { smoothedLabels } from '../../../packages/network/src/objective/smoothed-labels.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { distance, smallDense } from '../dense/small.ts'
import { smallWith } from '../settings.ts'

const names = { seed: 1, dataset: 'a', initialization: 'b' }

/** Seven samples in batches of three, three and one; steps that move every part of ReLU~. */
const constant = { stepRule: 'constant', stepSize: 0.3, maxSteps: 8, targetLoss: 1e-9 } as const
const limit = smallWith(constant)
const dense = smallDense({ ...constant, stepSize: 0.05 })

const cases: [string, Partial<Settings>][] = [
  ['mini-batches', { batchSize: 3 }],
  ['momentum', { momentum: 0.9 }],
  ['weight decay', { weightDecay: 0.2 }],
  ['label smoothing', { labelSmoothing: 0.3 }],
  ['all together', { batchSize: 3, momentum: 0.7, weightDecay: 0.1, labelSmoothing: 0.2 }],
]

type Parameters = Readonly<Record<string, Tensor>>

/** The mean cross-entropy of some samples with soft labels, in tensor ops. */
const lossOn = (
  outputs: (w: Parameters) => Tensor,
  labels: Float64Array,
  classes: number,
  batch: Int32Array,
): ((w: Parameters) => Tensor) => {
  const rows = tensor(batch)
  const target = take(tensor(labels).reshape([-1, classes]), rows, { axis: 0 })
  return w => {
    const of = take(outputs(w), rows, { axis: 0 })
    const shifted = of.sub(max(of, { axis: 1, keepDims: true }))
    const logShare = shifted.sub(log(sum(exp(shifted), { axis: 1, keepDims: true })))
    return sum(target.mul(logShare)).div(-batch.length) as Tensor
  }
}

/** PyTorch's SGD: g ← ∇L + λw, the buffer ← β·buffer + g, w ← w − η·buffer. */
const byAutodiff = (
  network: DifferentiableNetwork<Parameters>,
  label: Int32Array,
  settings: Settings,
): Parameters => {
  const { batchSize, momentum, weightDecay, labelSmoothing, stepSize, maxSteps } = settings
  const { size, classes } = network
  const labels = smoothedLabels(label, classes, labelSmoothing)
  const batches = batchesOf(size, batchSize || size, batchOrderOf(names))
  let w = network.parameters
  const buffer = new Map<string, Tensor>()
  for (let step = 0; step < maxSteps; step++) {
    const gradient = grad(lossOn(network.outputs, labels, classes, batches(step)))(w) as Parameters
    w = Object.fromEntries(
      Object.entries(w).map(([name, value]) => {
        const g = gradient[name].add(value.mul(weightDecay))
        const before = buffer.get(name)
        const next = before === undefined ? g : before.mul(momentum).add(g)
        buffer.set(name, next)
        return [name, value.sub(next.mul(stepSize))]
      }),
    )
  }
  return w
}

const expectSame = (found: LimitWeights, wanted: LimitWeights): void => {
  expect(distance(wanted.featureCorrelation, found.featureCorrelation)).toBeLessThan(1e-12)
  expect(distance(wanted.noiseCorrelation, found.noiseCorrelation)).toBeLessThan(1e-12)
}

const batchOrder = batchOrderOf(names)

describe.each(cases)('%s', (_, changes) => {
  const settings = validSettings({ ...limit, ...changes })
  const data = trainingSetOf(settings, names)
  const start = startOf(settings, names, data)

  test('the limit model takes the steps of autodiff', () => {
    const model = limitModel(data, settings, start)
    const run = trainOnLabels(model, data, settings, { batchOrder })
    const auto = byAutodiff(limitNetwork(data, settings, start) as never, data.label, settings)
    expect(run.steps).toBe(8)
    expectSame(model.weights(), limitWeightsOf(data, auto as never))
    // The variant matters.
    const plain = limitModel(data, settings, start)
    trainOnLabels(plain, data, limit)
    expect(distance(plain.weights().noiseCorrelation, model.weights().noiseCorrelation)).toBeGreaterThan(1e-3)
  })

  test('so does the limit model on samples that are mixed from others', () => {
    const mixture = mixtureOf(
      Array.from(data.label, (own, n) => ({
        label: Array.from({ length: 3 }, (__, i) => (i === own ? 1 : 0)),
        patches: Array.from({ length: data.firstPatch[n + 1] - data.firstPatch[n] }, (__, p) => [
          [data.firstPatch[n] + p, 1] as const,
        ]),
      })),
    )
    const model = mixedLimitModel(data, mixture, settings, start)
    const plain = limitModel(data, settings, start)
    for (const each of [model, plain]) trainOnLabels(each, data, settings, { batchOrder })
    expectSame(model.weights(), plain.weights())
  })

  test('so does the limit model with feature noise: with gains of 0 it is the same model', () => {
    const noisy = trainingSetOf({ ...settings, featureNoise: 1e-300 }, names)
    const spread = noisy.gains
    if (spread === undefined) throw new Error('no gains')
    const onAll = startOf({ ...settings, featureNoise: 1e-300 }, names, noisy)
    const model = limitModelOf(noisy, settings, onAll)
    trainOnLabels(model, noisy, settings, { batchOrder })
    const table = { ...noisy, gains: undefined } as unknown as typeof data
    const rows = Array.from(noisy.feature, (__, row) => {
      const sample = noisy.firstPatch.findIndex((first, n) => first <= row && row < noisy.firstPatch[n + 1])
      return sample * settings.patches + spread.place[row]
    })
    const all = settings.classes * settings.neurons
    const ofRows = (b: Float64Array) =>
      Float64Array.from(rows.flatMap(row => [...b.subarray(row * all, (row + 1) * all)]))
    const reference = limitModel(table, settings, {
      ...onAll,
      noiseCorrelation: ofRows(onAll.noiseCorrelation),
    })
    trainOnLabels(reference, table, settings, { batchOrder })
    const { featureCorrelation, noiseCorrelation } = model.weights()
    expectSame({ featureCorrelation, noiseCorrelation: ofRows(noiseCorrelation) }, reference.weights())
  })

  test('the kernel and the plain loops give the same bits', () => {
    const [plain, wasm] = [plainLimitStep, wasmLimitStep].map(makeStep => {
      const model = limitModel(data, settings, start, shape => makeStep(shape))
      const { losses } = trainOnLabels(model, data, settings, { batchOrder })
      return { losses, weights: model.weights() }
    })
    expect(wasm).toEqual(plain)
  })

  test('an average of models takes the steps of its members', () => {
    const alone = limitModel(data, settings, start)
    const member = limitModel(data, settings, start)
    trainOnLabels(alone, data, settings, { batchOrder })
    trainOnLabels(averageModel([member]), data, settings, { batchOrder })
    expect(member.weights()).toEqual(alone.weights())
  })

  test('the dense model takes the steps of autodiff', () => {
    const inSpace = validSettings({ ...dense, ...changes }, ['dense'])
    const set = denseTrainingSetOf(inSpace, names)
    const w = denseWeightsOf(inSpace, names)
    const model = denseModel(set, inSpace, w)
    trainOnLabels(model, set, inSpace, { batchOrder })
    const auto = byAutodiff(denseNetwork(set, inSpace, w) as never, set.label, inSpace)
    expect(distance(tensor(auto.w).data as Float64Array, model.weights())).toBeLessThan(1e-12)
  })

  test.each([
    ['limit', trainLimitModel as never, settings],
    ['dense', trainDenseModel as never, { ...dense, ...changes }],
  ] as [string, (...of: unknown[]) => { steps: number }, object][])(
    'a %s run resumes from any checkpoint with the same bits',
    (__, train, of) => {
      const saved: unknown[] = []
      const checkpoint: Checkpointing<unknown> = { isDue: () => true, save: state => saved.push(state) }
      const whole = train(of, names, { checkpoint })
      expect(saved.length).toBe(9)
      for (const state of saved) {
        const resumeFrom = structuredClone(state)
        expect(train(of, names, { checkpoint: { resumeFrom, isDue: () => false, save: () => {} } })).toEqual(
          whole,
        )
      }
    },
  )
})

test('the loss is that of all samples, less the entropy of smoothed labels', () => {
  const settings = validSettings({ ...limit, batchSize: 3, labelSmoothing: 0.3 })
  const data = trainingSetOf(settings, names)
  const start = startOf(settings, names, data)
  const { losses } = trainOnLabels(limitModel(data, settings, start), data, settings, { batchOrder })
  const labels = smoothedLabels(data.label, 3, 0.3)
  const all = Int32Array.from({ length: 7 }, (_, n) => n)
  const network = limitNetwork(data, settings, start)
  const crossEntropy = lossOn(network.outputs as never, labels, 3, all)(network.parameters as never).item()
  const entropy = -labels.subarray(0, 3).reduce((total, t) => total + t * Math.log(t), 0)
  expect(Math.abs(losses[0] - (crossEntropy - entropy))).toBeLessThan(1e-13)
})

test('a batch of all samples, and more, is full-batch descent to the last bits', () => {
  const weights = [0, 7, 100].map(batchSize => trainLimitModel({ ...limit, batchSize }, names))
  expect(weights[1]).toEqual(weights[0])
  expect(weights[2]).toEqual(weights[0])
})

test('batches: each epoch is a permutation, epochs differ, a step asks for nothing before it', () => {
  const order = stream(3, 'order')
  const batches = batchesOf(7, 3, order)
  const epochs = [0, 1, 2].map(epoch => [0, 1, 2].map(step => [...batches(3 * epoch + step)]))
  for (const epoch of epochs) {
    expect(epoch.map(batch => batch.length)).toEqual([3, 3, 1])
    expect(epoch.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
  }
  expect(new Set(epochs.map(epoch => String(epoch))).size).toBe(3)
  expect([...batchesOf(7, 3, stream(3, 'order'))(7)]).toEqual(epochs[2][1])
})

test('weights that no gradient moves decay as startLeft says, and the noise of fresh samples with them', () => {
  const settings = { ...limit, momentum: 0.5, weightDecay: 0.1 }
  const data = trainingSetOf(settings, names)
  const start = startOf(settings, names, data)
  const model = limitModel(data, settings, start)
  const flat = {
    evaluate: (_: Float64Array, gradient: Float64Array) => {
      gradient.fill(0)
      return 1
    },
  }
  descend(model, flat, {
    rule: constantStep(0.3),
    velocity: velocityOf(0.5, 0.1),
    targetLoss: 0,
    maxSteps: 9,
  })
  const left = startLeft(settings, 9)
  expect(left).toBeLessThan(0.7)
  expectSame(model.weights(), {
    featureCorrelation: start.featureCorrelation.map(x => x * left),
    noiseCorrelation: start.noiseCorrelation.map(x => x * left),
  })
  const { featureCorrelation } = model.weights()
  expect(trainedNetwork(settings, names, featureCorrelation, 9).network.initialScale).toBe(0.4 * left)
  expect(() => trainedNetwork(settings, names, featureCorrelation)).toThrow(
    /^weightDecay is 0.1; allowed: 0 for a trained network without its number of steps\.$/,
  )
})

describe('what cannot be is refused before anything runs', () => {
  const refusal = (run: () => unknown): string => {
    try {
      run()
    } catch (error) {
      expect(error).toBeInstanceOf(SettingError)
      return (error as Error).message
    }
    return 'ran'
  }

  test.each(['batchSize', 'momentum', 'weightDecay'])('%s with adaptive steps', name => {
    const value = name === 'batchSize' ? 3 : 0.5
    expect(refusal(() => trainLimitModel({ ...regimes.limit, [name]: value }, names))).toBe(
      `${name} is ${value}; allowed: 0 with stepRule adaptive, which chooses its steps for the gradient of the whole loss; set stepRule=constant.`,
    )
  })

  test('label smoothing takes either rule', () => {
    const settings = { ...limit, stepRule: 'adaptive', labelSmoothing: 0.1 } as const
    expect(trainLimitModel(settings, names).steps).toBe(8)
  })

  test.each(['batchSize', 'momentum', 'weightDecay', 'labelSmoothing'])('%s in the reduced model', name => {
    const settings = { ...regimes.theorems, [name]: name === 'batchSize' ? 3 : 0.5 }
    expect(refusal(() => trainReducedModel(settings, names))).toMatch(
      new RegExp(`^${name} is .*; allowed: 0 in the reduced model.$`),
    )
  })

  test('a velocity in a model that shows no parts', () => {
    const settings = validSettings({ ...limit, momentum: 0.5 })
    const data = trainingSetOf(settings, names)
    const model = autodiffModel(limitNetwork(data, settings, startOf(settings, names, data)))
    expect(refusal(() => trainOnLabels(model, data, settings))).toBe(
      'momentum is 0.5; allowed: 0 for this model.',
    )
  })

  test('mini-batches without a stream', () => {
    const settings = validSettings({ ...limit, batchSize: 3 })
    const data = trainingSetOf(settings, names)
    const model = limitModel(data, settings, startOf(settings, names, data))
    expect(refusal(() => trainOnLabels(model, data, settings))).toMatch(/^batchSize is 3; allowed: 0 here/)
  })
})
