import { proportionInterval, proportionLimits } from '@multiview/theory/statistics'
import { describe, expect, test } from 'vitest'
import { fixture, relativeError, worst } from './oracle.ts'

describe('Clopper–Pearson limits', () => {
  test('agree with mpmath to 1e-12 relative, up to ten million draws', () => {
    const far = worst(fixture.proportion, ({ successes, n, tail, low, high }) => {
      const limits = proportionInterval(successes, n, 1 - 2 * tail)
      return Math.max(relativeError(limits.low, low), relativeError(limits.high, high))
    })
    expect(far.error, JSON.stringify(far)).toBeLessThan(1e-12)
  })

  test('have their closed forms at no success and at only successes', () => {
    for (const n of [1, 2, 8, 40, 20_000]) {
      const tail = 0.03125
      const bound = tail ** (1 / n)
      const none = proportionLimits(0, n, 1 - tail)
      const all = proportionLimits(n, n, 1 - tail)
      expect(none.low).toBe(0)
      expect(all.high).toBe(1)
      expect(relativeError(none.high, 1 - bound)).toBeLessThan(1e-11)
      expect(relativeError(all.low, bound)).toBeLessThan(1e-15)
    }
  })

  test('keep their digits when the probability is of the order of one in ten million', () => {
    // 1 − 0.03125^(1/n) = L/n − L²/2n² …, L = ln 32
    const L = 5 * Math.LN2
    const n = 1e7
    const limit = L / n - (L * L) / (2 * n * n) + L ** 3 / (6 * n ** 3)
    expect(relativeError(proportionLimits(0, n, 1 - 0.03125).high, limit)).toBeLessThan(1e-15)
  })

  test('solve the quadratic for one success in two draws', () => {
    // P(X ≥ 1) = 2p − p², P(X ≤ 1) = 1 − p²
    const { low, high } = proportionInterval(1, 2, 0.75)
    expect(relativeError(low, 1 - Math.sqrt(0.875))).toBeLessThan(1e-14)
    expect(relativeError(high, Math.sqrt(0.875))).toBeLessThan(1e-15)
  })

  test('mirror when successes and failures change places', () => {
    for (const [successes, n] of [
      [3, 17],
      [1, 1000],
      [40, 81],
    ]) {
      const a = proportionInterval(successes, n, 0.95)
      const b = proportionInterval(n - successes, n, 0.95)
      expect(b.low).toBe(1 - a.high)
      expect(b.high).toBe(1 - a.low)
    }
  })

  test('cover the true probability at least as often as the level says', () => {
    const n = 25
    const level = 0.9
    const intervals = Array.from({ length: n + 1 }, (_, x) => proportionInterval(x, n, level))
    for (let p = 0.01; p < 1; p += 0.007) {
      let covered = 0
      let weight = (1 - p) ** n
      for (let x = 0; x <= n; x++) {
        if (intervals[x].low <= p && p <= intervals[x].high) covered += weight
        weight *= (((n - x) / (x + 1)) * p) / (1 - p)
      }
      expect(covered, `p = ${p}`).toBeGreaterThan(level - 1e-12)
    }
  })

  test('one-sided limits are the two-sided interval at twice the level less one', () => {
    const one = proportionLimits(12, 400, 0.975)
    const two = proportionInterval(12, 400, 0.95)
    expect(relativeError(one.low, two.low)).toBeLessThan(1e-14)
    expect(relativeError(one.high, two.high)).toBeLessThan(1e-14)
    expect(one).toMatchObject({ value: 0.03, level: 0.975, n: 400 })
  })

  test('are nested as the level grows', () => {
    let inner = proportionInterval(7, 50, 0.001)
    for (const level of [0.01, 0.5, 0.9, 0.99, 0.9999, 1 - 1e-9, 1 - 1e-15]) {
      const outer = proportionInterval(7, 50, level)
      expect(outer.low).toBeLessThan(inner.low)
      expect(outer.high).toBeGreaterThan(inner.high)
      inner = outer
    }
  })

  test('say what is wrong with counts and levels that make no sense', () => {
    expect(() => proportionInterval(3, 2, 0.95)).toThrow('successes is 3, must be an integer from 0 to n = 2')
    expect(() => proportionInterval(-1, 2, 0.95)).toThrow('successes is -1')
    expect(() => proportionInterval(1.5, 2, 0.95)).toThrow('successes is 1.5')
    expect(() => proportionInterval(0, 0, 0.95)).toThrow('n is 0, must be an integer of at least 1')
    expect(() => proportionInterval(Number.NaN, 3, 0.95)).toThrow('successes is NaN')
    for (const level of [0, 1, 95, Number.NaN])
      expect(() => proportionLimits(1, 2, level)).toThrow(
        `level is ${level}, must lie strictly between 0 and 1`,
      )
  })
})
