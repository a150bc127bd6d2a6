import { readFileSync } from 'node:fs'
import { powerOfMean, powerOfShare } from '@multiview/theory/statistics'
import { describe, expect, test } from 'vitest'

interface OfMean {
  mean: number
  deviation: number
  n: number
  low: number
  high: number
  level: number
  power: number
}

/** Probabilities that fixtures/power.py computed with SciPy. */
const fixture: {
  oneSided: OfMean[]
  twoSided: OfMean[]
  share: { share: number; n: number; low: number; level: number; power: number }[]
} = JSON.parse(readFileSync(new URL('./fixtures/power.json', import.meta.url), 'utf8'))

describe('the power of a mean', () => {
  test('with an upper limit is a tail of the noncentral t distribution', () => {
    for (const each of fixture.oneSided)
      expect(powerOfMean(each, { low: null, high: each.high }, each.level, 1)).toBeCloseTo(each.power, 9)
  })

  test('with a lower limit is that of the mirrored bound', () => {
    for (const { mean, high, power, ...each } of fixture.oneSided)
      expect(powerOfMean({ ...each, mean: -mean }, { low: -high, high: null }, each.level, 1)).toBeCloseTo(
        power,
        9,
      )
  })

  test('with both edges counts every sample deviation once', () => {
    for (const each of fixture.twoSided)
      expect(powerOfMean(each, each, each.level, 2)).toBeCloseTo(each.power, 6)
  })

  test('is 0 if the interval is always wider than the bound', () => {
    const wide = { mean: 0.5, deviation: 1, n: 8 }
    expect(powerOfMean(wide, { low: 0.49999, high: 0.50001 }, 0.95, 2)).toBeLessThan(1e-6)
  })

  test('is refused for too few draws and for draws that do not differ', () => {
    const bound = { low: 0, high: 1 }
    expect(() => powerOfMean({ mean: 0.5, deviation: 1, n: 7 }, bound, 0.95, 1)).toThrow('n is 7')
    expect(() => powerOfMean({ mean: 0.5, deviation: 0, n: 8 }, bound, 0.95, 1)).toThrow('deviation is 0')
  })
})

describe('the power of a share', () => {
  test('is the binomial probability of the counts whose limits lie inside', () => {
    for (const each of fixture.share)
      expect(powerOfShare(each, { low: each.low, high: null }, each.level)).toBeCloseTo(each.power, 10)
  })

  test('of a mirrored bound is that of the mirrored share', () => {
    for (const { share, low, n, level, power } of fixture.share)
      expect(powerOfShare({ share: 1 - share, n }, { low: null, high: 1 - low }, level)).toBeCloseTo(
        power,
        10,
      )
  })

  test('is 0 for too few draws', () => {
    expect(powerOfShare({ share: 1, n: 5 }, { low: 0.9, high: null }, 0.95)).toBe(0)
  })
})
