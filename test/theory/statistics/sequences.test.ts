/** Confidence sequences: their equations, and how often they miss at any of many looks. */
import { stream } from '@multiview/tensor'
import {
  type Interval,
  meanSequence,
  proportionInterval,
  proportionSequence,
} from '@multiview/theory/statistics'
import { describe, expect, test } from 'vitest'

const level = 0.95
const runs = 10_000
/** The risk, and three standard deviations of a share of this many runs. */
const mostMissed = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs)

describe('the sequence of a probability', () => {
  /** ∫ θˢ(1−θ)ⁿ⁻ˢ dθ by Simpson's rule, over the same at p. */
  const mixture = (s: number, n: number, p: number): number => {
    const steps = 20_000
    const at = (x: number): number => (x / p) ** s * ((1 - x) / (1 - p)) ** (n - s)
    let total = 0
    for (let j = 0; j <= steps; j++)
      total += (j === 0 || j === steps ? 1 : j % 2 === 1 ? 4 : 2) * at(j / steps)
    return total / (3 * steps)
  }

  test.each([
    [0, 10],
    [3, 10],
    [10, 10],
    [7, 60],
  ])('of %i in %i ends where the mixture is 1/(1 − level)', (s, n) => {
    const { value, low, high } = proportionSequence(s, n, level)
    expect(value).toBe(s / n)
    if (s > 0) expect(mixture(s, n, low)).toBeCloseTo(20, 7)
    else expect(low).toBe(0)
    if (s < n) expect(mixture(s, n, high)).toBeCloseTo(20, 7)
    else expect(high).toBe(1)
  })

  test('is that of the failures, mirrored, and has no errors at 10⁶ draws', () => {
    const { low, high } = proportionSequence(300_000, 1e6, level)
    const mirrored = proportionSequence(700_000, 1e6, level)
    expect(1 - mirrored.high).toBeCloseTo(low, 10)
    expect(1 - mirrored.low).toBeCloseTo(high, 10)
    expect(high - low).toBeLessThan(0.005)
  })

  const looks = 200
  /** The share of runs in which the interval misses p after any number of draws. */
  const missed = (p: number, interval: (s: number, n: number) => Interval): number => {
    const known = new Map<number, boolean>()
    const misses = (s: number, n: number): boolean => {
      const key = s * (looks + 1) + n
      const found = known.get(key) ?? (({ low, high }) => p < low || p > high)(interval(s, n))
      known.set(key, found)
      return found
    }
    const random = stream(20, 'coverage', `${p}`)
    let count = 0
    for (let run = 0; run < runs; run++) {
      let s = 0
      let isMissed = false
      for (let n = 1; n <= looks; n++) {
        if (random.uniform(0, 1) < p) s++
        if (!isMissed && misses(s, n)) isMissed = true
      }
      if (isMissed) count++
    }
    return count / runs
  }

  test.each([0.01, 0.3, 0.5])('covers p = %f at 200 looks together; intervals of a fixed n do not', p => {
    expect(missed(p, (s, n) => proportionSequence(s, n, level))).toBeLessThan(mostMissed)
    expect(missed(p, (s, n) => proportionInterval(s, n, level))).toBeGreaterThan(p < 0.1 ? 0.02 : 0.1)
  })

  test.each([
    [() => proportionSequence(1, 0, 0.9), 'n is 0, must be an integer of at least 1'],
    [() => proportionSequence(3, 2, 0.9), 'successes is 3, must be an integer from 0 to n = 2'],
    [() => proportionSequence(1, 2, 1), 'level is 1, must lie strictly between 0 and 1'],
  ])('refuses what is no count or level', (work, line) => {
    expect(work).toThrow(line)
  })
})

describe('the sequence of a mean', () => {
  const laws: readonly [string, number, (uniform: number) => number][] = [
    ['uniform', 0.5, u => u],
    ['0 or 1, rarely 1', 0.05, u => (u < 0.05 ? 1 : 0)],
    ['0 or 1', 0.5, u => (u < 0.5 ? 1 : 0)],
    ['narrow, with a rare end', 0.505, u => (u < 0.01 ? 1 : 0.5)],
    ['skewed', 0.25, u => u ** 3],
  ]
  const range = { low: 0, high: 1 }

  test.each(laws)('covers the mean of draws that are %s at many looks together', (name, mean, law) => {
    const random = stream(21, 'coverage', name)
    let count = 0
    for (let run = 0; run < runs; run++) {
      const draws = Array.from({ length: 100 }, () => law(random.uniform(0, 1)))
      const isMissed = [1, 2, 5, 10, 20, 40, 100].some(n => {
        const { low, high } = meanSequence(draws.slice(0, n), level, range)
        return mean < low || mean > high
      })
      if (isMissed) count++
    }
    expect(count / runs).toBeLessThan(mostMissed)
  })

  test('has the capital of the equations at its limits', () => {
    const random = stream(22, 'draws')
    const draws = Array.from({ length: 60 }, () => 2 + 3 * random.uniform(0, 1) ** 2)
    const { low, high, n } = meanSequence(draws, level, { low: 2, high: 5 })
    expect(n).toBe(60)
    const capital = (shares: number[], m: number): number =>
      shares.reduce((product, share, at) => {
        const before = shares.slice(0, at)
        const middle = (j: number): number =>
          (1 / 2 + before.slice(0, j + 1).reduce((a, b) => a + b, 0)) / (j + 2)
        const spread = before.reduce((sum, each, j) => sum + (each - middle(j)) ** 2, 1 / 4) / (at + 1)
        const bet = Math.sqrt((2 * Math.log(40)) / (spread * (at + 1) * Math.log(at + 2)))
        return product * (1 + Math.min(bet, 0.5 / m) * (share - m))
      }, 1)
    const shares = draws.map(draw => (draw - 2) / 3)
    expect(capital(shares, (low - 2) / 3)).toBeCloseTo(40, 6)
    expect(
      capital(
        shares.map(share => 1 - share),
        (5 - high) / 3,
      ),
    ).toBeCloseTo(40, 6)
  })

  test('is narrow for draws that scatter little, and wide for few', () => {
    const little = Array.from({ length: 400 }, (_, j) => 0.3 + 0.001 * (j % 2))
    const { low, high } = meanSequence(little, level, range)
    expect(low).toBeGreaterThan(0.27)
    expect(high).toBeLessThan(0.33)
    expect(meanSequence([0.3], level, range)).toMatchObject({ low: 0, high: 1 })
  })

  test.each([
    [() => meanSequence([], level, range), 'there are no draws'],
    [() => meanSequence([0.5, 2], level, range), 'a draw is 2, must lie from 0 to 1'],
    [() => meanSequence([Number.NaN], level, range), 'a draw is NaN'],
    [() => meanSequence([1], level, { low: 1, high: 1 }), 'the range [1, 1] must be finite and not empty'],
    [() => meanSequence([1], 0, range), 'level is 0, must lie strictly between 0 and 1'],
  ])('refuses what it cannot use', (work, line) => {
    expect(work).toThrow(line)
  })
})
