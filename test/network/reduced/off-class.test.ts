/**
 * Neurons that the reduced model does not compute stay within its bound in the full model, and it
 * computes those that grew.
 */

import { type Dataset, featureCount, type LimitWeights } from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { classOfFeature } from '../../../packages/network/src/data/features.ts'
import { adaptiveStep } from '../../../packages/network/src/descent/step-rule.ts'
import { growthBudget } from '../../../packages/network/src/reduced/growth-budget.ts'
import { fromLayout } from '../objective/layouts.ts'
import { type BothModels, bothModels } from './both-models.ts'
import {
  distillationIn,
  studentNames,
  taughtAtTen,
  taughtThreeViews,
  teachers,
} from './small-distillation.ts'

const { classes, neurons } = taughtAtTen
const all = classes * neurons

/**
 * The largest preactivation of every neuron c = i·m + r on the training patches of every feature v,
 * at v·k·m + c.
 */
const largestOf = (data: Dataset, { featureCorrelation, noiseCorrelation }: LimitWeights): Float64Array => {
  const largest = new Float64Array(featureCount(data.settings) * all).fill(Number.NEGATIVE_INFINITY)
  data.feature.forEach((v, row) => {
    for (let c = 0; c < all; c++) {
      const u = featureCorrelation[v * all + c] * data.weight[row] + noiseCorrelation[row * all + c]
      largest[v * all + c] = Math.max(largest[v * all + c], u)
    }
  })
  return largest
}

/**
 * Teaches the reduced model. The full model takes the same steps along the same gradients, so that
 * they differ only in the neurons that are not computed.
 */
const teachBoth = (
  settings: typeof taughtAtTen,
  seed: number,
  { data, reduced, full }: BothModels,
  steps: number,
  every: number,
  look: (step: number, weights: LimitWeights) => void,
): void => {
  const { objective } = distillationIn(seed, teachers(seed, 5, settings).outputs, reduced.layout, settings)
  const rule = adaptiveStep(0.3)
  for (let step = 1; step <= steps; step++) {
    const outputs = reduced.outputs()
    const gradient = new Float64Array(outputs.length)
    const value = objective.evaluate(outputs, gradient)
    reduced.backward(gradient)
    full.outputs()
    full.backward(fromLayout(reduced.layout, gradient))
    const size = rule.next(value, () => reduced.relativeStep())
    reduced.advance(size)
    full.advance(size)
    expect(data.size).toBe(reduced.size)
    if (step % every === 0) look(step, full.weights())
  }
}

/** The measurements at one moment of a run. */
interface Look {
  /** The largest preactivation that is not computed, as a share of the certificate's bound. */
  readonly beyond: number
  /** The largest growth of a neuron that is not computed. */
  readonly grown: number
  /** How many neurons are computed, and the largest growth of one of them in the full model. */
  readonly promoted: number
  readonly growing: number
  /**
   * The difference of ⟨w, v⟩ from the full model's, for the neurons promoted since the last look.
   */
  readonly errors: readonly number[]
}

/**
 * Steps between two looks: those of the reduced model, so that a neuron is seen when it is
 * promoted.
 */
const stretch = 16

const looksOf = (settings: typeof taughtAtTen, seed: number): Look[] => {
  const models = bothModels(settings, studentNames(seed))
  const { data, reduced } = models
  const initial = largestOf(data, models.full.weights())
  const computed = new Set<number>()
  const looks: Look[] = []
  teachBoth(settings, seed, models, 38 * stretch, stretch, (_, weights) => {
    const { largestIdle } = reduced.certificate()
    const { promoted } = reduced.correlation()
    const largest = largestOf(data, weights)
    const errors: number[] = []
    for (let at = 0; at < promoted.length; at += 4) {
      const [i, r, v, a] = promoted.subarray(at, at + 4)
      const place = v * all + i * neurons + r
      if (!computed.has(place)) errors.push(Math.abs(a / weights.featureCorrelation[place] - 1))
      computed.add(place)
    }
    let beyond = Number.NEGATIVE_INFINITY
    let grown = 0
    largest.forEach((u, at) => {
      const [v, i] = [Math.floor(at / all), Math.floor((at % all) / neurons)]
      if (classOfFeature(v, settings) === i || computed.has(at)) return
      beyond = Math.max(beyond, u / largestIdle)
      if (u > 0) grown = Math.max(grown, u / initial[at])
    })
    const growing = Math.max(...[...computed].map(at => largest[at] / initial[at]), 0)
    looks.push({ beyond, grown, promoted: computed.size, growing, errors })
  })
  return looks
}

// Consecutive seeds, all of them. The bounds hold for each.
describe.each([
  ['1 to 6', taughtAtTen, [1, 2, 3, 4, 5, 6]],
  ['1 to 3, three views of unequal strength', taughtThreeViews, [1, 2, 3]],
])('students at k = 10, whose neurons learn features of other classes, seeds %s', (_, settings, seeds) => {
  const runs = seeds.map(seed => looksOf(settings, seed))

  test('at every moment what is not computed is at most what the certificate says', () => {
    // Measured: 0.95 at most, and 0.97 on seeds 7 to 10.
    for (const looks of runs) {
      expect(Math.max(...looks.map(({ beyond }) => beyond))).toBeLessThanOrEqual(1)
      // The bound is not far above what was measured.
      expect(Math.max(...looks.map(({ beyond }) => beyond))).toBeGreaterThan(0.5)
    }
  })

  test('no neuron grows by more than its factor of 2 before it is computed, up to 5%', () => {
    // Measured: 1.95, and 2.004 on seeds 7 to 10.
    for (const looks of runs) {
      expect(Math.max(...looks.map(({ grown }) => grown))).toBeLessThan(2 * 1.05)
      expect(Math.max(...looks.map(({ grown }) => grown))).toBeGreaterThan(1.5)
    }
  })

  test('neurons are promoted, and some of them had to be: in the full model they learn the wrong feature', () => {
    for (const looks of runs) {
      const { promoted, growing } = looks[looks.length - 1]
      expect(looks[0].promoted).toBe(0)
      expect(promoted).toBeGreaterThan(10)
      expect(growing).toBeGreaterThan(100)
    }
  })

  test('a promoted neuron is brought up to the present to first order: nine in ten to 15%', () => {
    const errors = Float64Array.from(runs.flatMap(looks => looks.flatMap(look => look.errors))).sort()
    expect(errors.length).toBeGreaterThan(100)
    // Measured: 5.4% and 9%. A few neurons grow by much more than 2 in one interval, and their
    // error is large.
    expect(errors[Math.floor(0.5 * errors.length)]).toBeLessThan(0.08)
    expect(errors[Math.floor(0.9 * errors.length)]).toBeLessThan(0.15)
  })
})

/** dc/dy = (ϱ/y)^{q−1}, by Simpson's rule over log y. */
const integrated = (y: number, factor: number, q: number, threshold: number): number => {
  const intervals = 2000
  const h = Math.log(factor) / intervals
  let sum = 0
  for (let s = 0; s <= intervals; s++) {
    const at = y * Math.exp(s * h)
    sum += (s === 0 || s === intervals ? 1 : s % 2 === 1 ? 4 : 2) * at * (threshold / at) ** (q - 1)
  }
  return (sum * h) / 3
}

describe.each([2, 3, 4, 5.5])('the push that growth takes, q = %d', power => {
  const threshold = 0.5

  test.each([
    [1e-4, 2],
    [0.03, 1.05],
    [1e-3, 100],
  ])('from %d by a factor of %d is that of the integrated flow', (y, factor) => {
    const budget = growthBudget(y, factor, { power, threshold })
    expect(Math.abs(budget / integrated(y, factor, power, threshold) - 1)).toBeLessThan(1e-9)
  })

  test('a push cut into steps of descent makes a neuron grow by less, and by nearly as much if they are small', () => {
    const [y0, factor] = [0.01, 2]
    const budget = growthBudget(y0, factor, { power, threshold })
    for (const steps of [10, 1000]) {
      let y = y0
      for (let s = 0; s < steps; s++) y += (y / threshold) ** (power - 1) * (budget / steps)
      expect(y).toBeLessThan(factor * y0)
      if (steps === 1000) expect(y).toBeGreaterThan(0.99 * factor * y0)
    }
  })

  test('what no push can move takes any', () => {
    for (const y of [0, -1]) expect(growthBudget(y, 2, { power, threshold })).toBe(Number.POSITIVE_INFINITY)
  })
})
