/**
 * The limit model with feature noise equals the model without it at γ = 0, and its autodiff
 * definition at γ > 0.
 */

import {
  autodiffModel,
  crossEntropy,
  descend,
  drawNoiseCorrelation,
  type LimitWeights,
  limitModel,
} from '@multiview/network'
import { matmul, stream, sum, type Tensor, tensor } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { smoothedReluOp } from '../../../packages/network/src/activation/smoothed-relu-op.ts'
import type { PatchGains } from '../../../packages/network/src/data/dataset.ts'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { drawGains } from '../../../packages/network/src/data/gains.ts'
import type { DifferentiableNetwork } from '../../../packages/network/src/descent/autodiff-model.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { distance, smallDense } from '../dense/small.ts'
import { modelWithGains } from './gains.ts'

const settings = smallDense({ featureNoise: 0.2, backgroundNoiseNorm: 0.3, initialScale: 0.5 })
const { classes, neurons, patches, samples, power, threshold } = settings
const all = classes * neurons
const table = drawTrainingSet(settings, stream(1))
const objective = crossEntropy(table.label, classes)
const startFor = ({ noiseNorm }: PatchGains): LimitWeights => {
  const noise = stream(3)
  const noiseCorrelation = new Float64Array(noiseNorm.length * all)
  noiseNorm.forEach((norm, p) => {
    noise.fillNormal(noiseCorrelation.subarray(p * all, (p + 1) * all), 0.5 * norm)
  })
  return { featureCorrelation: drawFeatureCorrelation(classes, settings, stream(2)), noiseCorrelation }
}

test('gains hold the weight of each row in a place of its own, and feature noise in [0, γ]', () => {
  const { place, gain, noiseNorm } = drawGains(settings, table, stream(1))
  const rowOf = new Map<number, number>()
  for (let n = 0; n < samples; n++)
    for (let row = table.firstPatch[n]; row < table.firstPatch[n + 1]; row++)
      rowOf.set(n * patches + place[row], row)
  noiseNorm.forEach((norm, p) => {
    const row = rowOf.get(p)
    expect(norm).toBe(row === undefined ? 0.3 : table.noiseNorm[row])
    for (let v = 0; v < 2 * classes; v++) {
      const weight = row !== undefined && table.feature[row] === v ? table.weight[row] : 0
      const alpha = gain[p * 2 * classes + v] - weight
      expect(alpha).toBeGreaterThan(-1e-15)
      expect(alpha).toBeLessThan(0.2)
    }
  })
})

test('without feature noise and background noise it is the limit model', () => {
  const plain = { ...settings, featureNoise: 0, backgroundNoiseNorm: 0 }
  const table = drawTrainingSet(plain, stream(1))
  const gains = drawGains(plain, table, stream(1))
  const start = {
    featureCorrelation: drawFeatureCorrelation(classes, plain, stream(2)),
    noiseCorrelation: drawNoiseCorrelation(table, plain, stream(3)),
  }
  const spread = new Float64Array(samples * patches * all)
  const patchOf = (row: number): number => {
    const n = table.firstPatch.findLastIndex(first => first <= row)
    return n * patches + gains.place[row]
  }
  for (let row = 0; row < table.feature.length; row++)
    spread.set(start.noiseCorrelation.subarray(row * all, (row + 1) * all), patchOf(row) * all)
  const few = limitModel(table, plain, start)
  const full = modelWithGains(table, gains, plain, { ...start, noiseCorrelation: spread })
  const options = { targetLoss: 0, maxSteps: 30 }
  const one = descend(few, objective, { ...options, rule: adaptiveStep(0.1) })
  const other = descend(full, objective, { ...options, rule: adaptiveStep(0.1) })
  expect(distance(one.losses, other.losses)).toBeLessThan(1e-12)
  expect(distance(one.stepSizes, other.stepSizes)).toBeLessThan(1e-12)
  expect(distance(few.weights().featureCorrelation, full.weights().featureCorrelation)).toBeLessThan(1e-12)
})

test('with them it agrees with autodiff to 1e-12', () => {
  const gains = drawGains(settings, table, stream(1))
  const start = startFor(gains)
  const norm = tensor(gains.noiseNorm).reshape([-1, 1])
  type Parameters = { a: Tensor; noise: Tensor }
  const preactivations = ({ a, noise }: Parameters): Tensor =>
    matmul(tensor(gains.gain).reshape([-1, 2 * classes]), a).add(noise.mul(norm)) as Tensor
  const network: DifferentiableNetwork<Parameters> = {
    classes,
    size: samples,
    parameters: {
      a: tensor(start.featureCorrelation).reshape([-1, all]),
      noise: tensor(start.noiseCorrelation).reshape([-1, all]).div(norm),
    },
    outputs: w => {
      const values = smoothedReluOp(preactivations(w), power, threshold)
      return sum(values.reshape([samples, patches, classes, neurons]), { axis: [1, 3] }) as Tensor
    },
    preactivations: w => preactivations(w).transpose(),
  }
  const hand = modelWithGains(table, gains, settings, start)
  const auto = autodiffModel(network)
  expect(distance(hand.outputs(), auto.outputs())).toBeLessThan(1e-12)
  const options = { targetLoss: 0, maxSteps: 30 }
  const byHand = descend(hand, objective, { ...options, rule: adaptiveStep(0.1) })
  const byAuto = descend(auto, objective, { ...options, rule: adaptiveStep(0.1) })
  expect(byHand.steps).toBe(30)
  expect(distance(byHand.stepSizes, byAuto.stepSizes)).toBeLessThan(1e-12)
  const { a, noise } = auto.parameters()
  const { featureCorrelation, noiseCorrelation } = hand.weights()
  expect(distance(featureCorrelation, a.data as Float64Array)).toBeLessThan(1e-12)
  expect(distance(noiseCorrelation, noise.mul(norm).data as Float64Array)).toBeLessThan(1e-12)
})

test('weights that do not fit are refused', () => {
  const gains = drawGains(settings, table, stream(1))
  const start = { featureCorrelation: new Float64Array(1), noiseCorrelation: new Float64Array(2) }
  expect(() => modelWithGains(table, gains, settings, start)).toThrow(
    'the weights hold 1 and 2 numbers; this data and network take 36 and 504',
  )
})
