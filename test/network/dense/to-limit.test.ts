/**
 * The dense model tends to the limit model as d grows. Noise vectors of length ‖ξ‖ have inner
 * products of order ‖ξ‖²/√d, which the limit leaves out. So at a fixed time the distance of the two
 * is of order 1/√d.
 */

import {
  crossEntropy,
  denseModel,
  denseTrainingSetOf,
  denseWeightsOf,
  descend,
  type LimitWeights,
  limitModel,
  limitOf,
  viewStrength,
} from '@multiview/network'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DenseDataset } from '../../../packages/network/src/data/dense.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { modelWithGains } from '../limit/gains.ts'
import { measuredGains, patchCorrelations } from './correlations.ts'
import { type AllSettings, smallDense } from './small.ts'

const dimensions = [384, 768, 1536, 3072]
const runs = 8

const settingsAt = (dimension: number, changes: Partial<AllSettings>): AllSettings =>
  smallDense({
    classes: 2,
    neurons: 3,
    samples: 16,
    patches: 6,
    singleViewFraction: 0.25,
    dimension,
    power: 3,
    threshold: 1,
    initialScale: 0.1,
    noiseNorm: 0.5,
    // limitModel has no background: at γ = 0 the paper's background noise has length γk = 0.
    backgroundNoiseNorm: 0,
    ...changes,
  })

/** Phase I: 20 steps of η = 0.4, in which the strongest view grows and stays below ϱ. */
const descent = { rule: constantStep(0.4), targetLoss: 0, maxSteps: 20 }

const limitWeights = (data: DenseDataset, w: Float64Array): LimitWeights => limitOf(data, w).weights

/** Both models after the same time, and their initial states. */
const pair = (settings: AllSettings, seed: number) => {
  const names = { seed, dataset: 'one', initialization: 'one' }
  const data = denseTrainingSetOf(settings, names)
  const w = denseWeightsOf(settings, names)
  const objective = crossEntropy(data.label, settings.classes)
  const dense = denseModel(data, settings, w)
  const correlations = settings.featureNoise > 0 ? patchCorrelations : limitWeights
  const start = correlations(data, w)
  const limit =
    settings.featureNoise > 0
      ? modelWithGains(data.table, measuredGains(data), settings, start)
      : limitModel(limitOf(data, w).data, settings, start)
  descend(dense, objective, descent)
  descend(limit, objective, descent)
  return { start, dense: correlations(data, dense.weights()), limit: limit.weights() }
}

/**
 * The distance of the dense model from the limit, relative to the distance of the limit from its
 * start. Root mean squares over a and b.
 */
const apart = ({ start, dense, limit }: Record<'start' | 'dense' | 'limit', LimitWeights>): number => {
  let off = 0
  let moved = 0
  for (const name of ['featureCorrelation', 'noiseCorrelation'] as const)
    limit[name].forEach((value, i) => {
      off += (dense[name][i] - value) ** 2
      moved += (value - start[name][i]) ** 2
    })
  return Math.sqrt(off / moved)
}

const slope = (x: readonly number[], y: readonly number[]): number => {
  const mean = (v: readonly number[]) => v.reduce((a, b) => a + b) / v.length
  const [mx, my] = [mean(x), mean(y)]
  return (
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) /
    x.reduce((sum, value) => sum + (value - mx) ** 2, 0)
  )
}

describe.each<[string, Partial<AllSettings>]>([
  ['noise off the features', { noiseSpan: 'off features' }],
  ['noise in all of R^d', { noiseSpan: 'all' }],
  ['feature noise, and background noise of length γk', { featureNoise: 0.05, backgroundNoiseNorm: 0.1 }],
])('%s', (_, changes) => {
  let measured: ReturnType<typeof pair>[][]
  beforeAll(() => {
    measured = dimensions.map(dimension => {
      const settings = settingsAt(dimension, changes)
      return Array.from({ length: runs }, (_, seed) => pair(settings, seed))
    })
  })

  test('the time is in phase I: the views have grown, and are below the threshold', () => {
    const strength = (weights: LimitWeights) => Math.max(...viewStrength(weights.featureCorrelation, 2, 3))
    const growth = measured.flat().map(({ start, limit }) => strength(limit) / strength(start))
    const strongest = measured.flat().map(({ limit }) => strength(limit))
    expect(Math.min(...growth)).toBeGreaterThan(1.1)
    expect(Math.max(...strongest)).toBeLessThan(1)
  })

  test('N·P is at most d/4', () => expect(16 * 6).toBeLessThanOrEqual(dimensions[0] / 4))

  test('the distance falls as 1/√d', () => {
    const logs = measured.map(at => at.reduce((sum, run) => sum + Math.log(apart(run)), 0) / runs)
    const fitted = slope(dimensions.map(Math.log), logs)
    expect(fitted).toBeGreaterThan(-0.65)
    expect(fitted).toBeLessThan(-0.35)
    expect(Math.exp(logs[logs.length - 1])).toBeLessThan(0.1)
  })
})
