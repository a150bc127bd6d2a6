import {
  levelOfEach,
  mean,
  meanInterval,
  meanIntervalRefusal,
  meanLimits,
  sum,
  variance,
} from '@multiview/theory/statistics'
import { describe, expect, test } from 'vitest'
import { relativeError } from './oracle.ts'

const eight = [0.49, 0.5, 0.5, 0.51, 0.48, 0.52, 0.5, 0.5]

describe('sums', () => {
  test('lose nothing to cancellation or to a large running total', () => {
    expect(sum([1e16, 1, -1e16])).toBe(1)
    expect(sum([1, 1e100, 1, -1e100])).toBe(2)
    expect(sum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000)
    expect(sum([])).toBe(0)
  })

  test('carry what is not finite through', () => {
    expect(sum([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY)
    expect(sum([1, Number.NaN, 2])).toBeNaN()
  })

  test('give a variance that a shift of the origin does not change', () => {
    const shifted = [4, 7, 13, 16].map(x => x + 1e9)
    expect(variance(shifted)).toBe(30)
    expect(mean([4, 7, 13, 16])).toBe(10)
    expect(variance([3, 3, 3])).toBe(0)
  })

  test('refuse too few values', () => {
    expect(() => mean([])).toThrow('got 0 values')
    expect(() => variance([1])).toThrow('got 1 values, needs at least 2')
  })
})

describe('the interval of a mean', () => {
  test('is the mean plus and minus the t quantile times the standard error', () => {
    // Values ±1 about 3: variance 8/7; the 97.5% point of t with 7 degrees is 2.364624251592784…
    const { value, low, high, level, n } = meanInterval([2, 4, 2, 4, 2, 4, 2, 4], 0.95)
    const reach = 2.364624251592784 * Math.sqrt(8 / 7 / 8)
    expect(value).toBe(3)
    expect(relativeError(high - 3, reach)).toBeLessThan(1e-14)
    expect(relativeError(3 - low, reach)).toBeLessThan(1e-14)
    expect({ level, n }).toEqual({ level: 0.95, n: 8 })
  })

  test('has one-sided limits that are the interval at twice the level less one', () => {
    const one = meanLimits(eight, 0.875)
    const two = meanInterval(eight, 0.75)
    expect(one.low).toBe(two.low)
    expect(one.high).toBe(two.high)
  })

  test('is refused for fewer than eight draws', () => {
    expect(() => meanInterval(eight.slice(1), 0.95)).toThrow('meanInterval: got 7 draws, needs at least 8')
    expect(meanIntervalRefusal(eight)).toBeNull()
  })

  test('is refused for identical draws', () => {
    expect(() => meanLimits(new Array(60).fill(0.5), 0.95)).toThrow(
      'meanLimits: all 60 draws are 0.5, needs values that differ',
    )
  })

  test('is refused if a draw is not a number', () => {
    expect(() => meanInterval([...eight, Number.NaN], 0.95)).toThrow('draw 8 is NaN, must be finite')
  })
})

describe('the level of each of several intervals', () => {
  test('splits the error probability evenly', () => {
    expect(levelOfEach(0.95, 1)).toBe(0.95)
    expect(levelOfEach(0.75, 8)).toBe(1 - 0.25 / 8)
    expect(relativeError(1 - levelOfEach(0.98, 40), 0.0005)).toBeLessThan(1e-12)
  })

  test('refuses a probability or a number that makes no sense', () => {
    expect(() => levelOfEach(1, 3)).toThrow('together is 1')
    expect(() => levelOfEach(0.98, 0)).toThrow('intervals is 0, must be an integer of at least 1')
  })
})
