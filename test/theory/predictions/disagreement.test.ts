/** The expected disagreement against sampling, and where it is known in closed form. */

import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { expectedDisagreement } from '../../../packages/theory/src/predictions/disagreement.ts'

type Weights = readonly [low: number, high: number]

/** The share of drawn single-view samples on which two networks name different classes. */
const sampled = (f: Float64Array, g: Float64Array, rate: number, [low, high]: Weights, samples: number) => {
  const random = stream(1, 'single-view samples')
  const named = (network: Float64Array, weight: Float64Array, shown: number): number => {
    const own = Math.floor(shown / 2)
    if (network[shown] > 0) return own
    const scores = weight.map((z, v) => network[v] * z)
    const best = scores.indexOf(Math.max(...scores))
    return scores[best] > 0 ? Math.floor(best / 2) : own
  }
  let different = 0
  for (let n = 0; n < samples; n++) {
    const shown = random.integer(f.length)
    const weight = new Float64Array(f.length)
    for (let v = 0; v < f.length; v++)
      if (Math.floor(v / 2) !== Math.floor(shown / 2) && random.bernoulli((2 * rate) / f.length))
        weight[v] = random.uniform(low, high)
    if (named(f, weight, shown) !== named(g, weight, shown)) different++
  }
  return different / samples
}

/** Networks that learned each view with probability one half, and how strongly. */
const drawn = (classes: number, weakest: number, name: string): Float64Array => {
  const random = stream(2, name)
  return Float64Array.from({ length: 2 * classes }, () =>
    random.bernoulli(0.5) ? random.uniform(weakest, 1) : 0,
  )
}

describe('the expected disagreement', () => {
  test.each([
    ['strengths that differ', 5, 2, 0.7],
    ['equal strengths', 5, 2, 1],
    ['strengths that decide alone', 6, 3, 0.1],
    ['few competitors', 8, 0.5, 0.8],
  ])('is that of drawn samples: %s', (_, classes, otherFeatureRate, weakest) => {
    const [f, g] = ['f', 'g'].map(name => drawn(classes, weakest, name))
    const singleViewOtherWeight: [number, number] = [0.2, 0.3]
    const samples = 20_000
    const found = sampled(f, g, otherFeatureRate, singleViewOtherWeight, samples)
    const expected = expectedDisagreement(f, g, { otherFeatureRate, singleViewOtherWeight })
    expect(expected).toBeGreaterThan(0.1)
    expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(0.25 / samples))
  })

  test('is 2/3 for two lotteries of equal strengths, with many classes and rare features', () => {
    const classes = 120
    const [f, g] = [1, 2].map(every =>
      Float64Array.from({ length: 2 * classes }, (_, v) =>
        v % 2 === Math.floor(Math.floor(v / 2) / every) % 2 ? 1 : 0,
      ),
    )
    const found = expectedDisagreement(f, g, { otherFeatureRate: 5, singleViewOtherWeight: [0.2, 0.3] })
    expect(Math.abs(found - 2 / 3)).toBeLessThan(0.02)
  })

  test('is 0 for a network and itself, and 1 less the chance of no competitor for opposite views', () => {
    const settings = { otherFeatureRate: 2, singleViewOtherWeight: [0.2, 0.3] as [number, number] }
    const [one, other] = [0, 1].map(view =>
      Float64Array.from({ length: 16 }, (_, v) => Number(v % 2 === view)),
    )
    expect(Math.abs(expectedDisagreement(one, one, settings))).toBeLessThan(1e-3)
    expect(expectedDisagreement(one, other, settings)).toBeCloseTo(1 - 0.75 ** 7, 12)
  })

  test('of features of one weight, the strongest are named', () => {
    const settings = { otherFeatureRate: 1, singleViewOtherWeight: [0.2, 0.2] as [number, number] }
    // On a sample of class 0, f names class 1 or class 2, whichever it knows more strongly.
    const f = Float64Array.of(0, 0, 1, 1, 2, 2)
    const g = Float64Array.of(0, 0, 2, 2, 1, 1)
    const shown = 1 / 3
    const neither = (1 - shown) ** 2
    expect(expectedDisagreement(f, g, settings)).toBeCloseTo(((1 - neither) ** 2 * 2) / 6, 3)
  })
})
