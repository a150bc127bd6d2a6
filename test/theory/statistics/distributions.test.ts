import { betaTails, normalCdf, studentTCdf, studentTQuantile } from '@multiview/theory/statistics'
import { describe, expect, test } from 'vitest'
import { fixture, relativeError, worst } from './oracle.ts'

describe('the incomplete beta function', () => {
  test('agrees with mpmath to 1e-12 relative', () => {
    const far = worst(fixture.betaLower, ({ a, b, p, value }) =>
      relativeError(betaTails(a, b, p, 1 - p).lower, value),
    )
    expect(far.error, JSON.stringify(far)).toBeLessThan(1e-12)
  })

  test('is p for two parameters of 1, and a power if one of them is 1', () => {
    for (const p of [1e-12, 0.125, 0.5, 0.875]) {
      expect(relativeError(betaTails(1, 1, p, 1 - p).lower, p)).toBeLessThan(1e-14)
      expect(relativeError(betaTails(3, 1, p, 1 - p).lower, p ** 3)).toBeLessThan(1e-14)
      expect(relativeError(betaTails(1, 4, p, 1 - p).upper, (1 - p) ** 4)).toBeLessThan(1e-14)
    }
  })

  test('has both tails add up to one and is exact at the ends', () => {
    const { lower, upper } = betaTails(5, 9, 0.25, 0.75)
    expect(lower + upper).toBe(1)
    expect(betaTails(5, 9, 0, 1)).toEqual({ lower: 0, upper: 1, slope: 0 })
    expect(betaTails(5, 9, 1, 0)).toEqual({ lower: 1, upper: 0, slope: 0 })
  })
})

describe('Student t', () => {
  test('has the probabilities of mpmath to 1e-12 relative', () => {
    const far = worst(fixture.studentCdf, ({ t, degrees, p }) => relativeError(studentTCdf(t, degrees), p))
    expect(far.error, JSON.stringify(far)).toBeLessThan(1e-12)
  })

  test('has the quantiles of mpmath to 1e-12 relative', () => {
    const far = worst(fixture.studentQuantile, ({ p, degrees, t }) =>
      relativeError(studentTQuantile(p, degrees), t),
    )
    expect(far.error, JSON.stringify(far)).toBeLessThan(1e-12)
  })

  test('has closed forms at one and two degrees of freedom', () => {
    for (const p of [0.03125, 0.25, 0.375, 0.53125, 0.875, 0.96875]) {
      const u = 2 * p - 1
      expect(relativeError(studentTQuantile(p, 1), Math.tan((Math.PI * u) / 2))).toBeLessThan(2e-14)
      expect(relativeError(studentTQuantile(p, 2), u * Math.sqrt(2 / (1 - u * u)))).toBeLessThan(2e-14)
    }
  })

  test('is odd, and zero at the median', () => {
    expect(studentTQuantile(0.5, 7)).toBe(0)
    expect(studentTQuantile(0.125, 7)).toBe(-studentTQuantile(0.875, 7))
    expect(studentTCdf(0, 7)).toBe(0.5)
  })

  test('reaches its limits far out', () => {
    expect(studentTCdf(Number.POSITIVE_INFINITY, 3)).toBe(1)
    expect(studentTCdf(Number.NEGATIVE_INFINITY, 3)).toBe(0)
    expect(studentTCdf(1e150, 1)).toBe(1)
    expect(relativeError(studentTCdf(-1e150, 1), 1e-150 / Math.PI)).toBeLessThan(1e-13)
    expect(studentTCdf(Number.NaN, 3)).toBeNaN()
  })

  test('refuses what is not a probability or not a number of degrees', () => {
    expect(() => studentTQuantile(1, 3)).toThrow('p is 1, must lie strictly between 0 and 1')
    expect(() => studentTQuantile(0.9, 0)).toThrow('degrees of freedom is 0')
    expect(() => studentTCdf(0, Number.POSITIVE_INFINITY)).toThrow('degrees of freedom is Infinity')
  })
})

describe('the normal distribution', () => {
  test('agrees with mpmath to 1e-12 relative', () => {
    const far = worst(fixture.normalCdf, ({ z, p }) => relativeError(normalCdf(z), p))
    expect(far.error, JSON.stringify(far)).toBeLessThan(1e-12)
  })

  test('ends at 0 and 1', () => {
    expect(normalCdf(-50)).toBe(0)
    expect(normalCdf(50)).toBe(1)
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0)
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1)
    expect(normalCdf(Number.NaN)).toBeNaN()
  })
})
