/** Tolerances against exact tails and simulated draws. */

import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import {
  chiSquareRange,
  distanceTolerance,
  distributionDistance,
  meanTolerance,
  normalLimit,
  shareTolerance,
} from '../../../../packages/network/src/data/definition/tolerance.ts'

const logFactorial = (n: number): number => {
  let sum = 0
  for (let i = 2; i <= n; i++) sum += Math.log(i)
  return sum
}

/** Pr[|Bin(n, p)/n − p| > t], summed term by term. */
const binomialTail = (n: number, p: number, t: number): number => {
  let total = 0
  for (let c = 0; c <= n; c++)
    if (Math.abs(c / n - p) > t)
      total += Math.exp(
        logFactorial(n) - logFactorial(c) - logFactorial(n - c) + c * Math.log(p) + (n - c) * Math.log(1 - p),
      )
  return total
}

test('a share of binomial trials is outside with no more than the level, and the tolerance is no more than 2.2 times too wide', () => {
  for (const n of [10, 100, 1000])
    for (const p of [0.02, 0.3, 0.5])
      for (const level of [0.05, 1e-3, 1e-6]) {
        const tolerance = shareTolerance(n, p, level)
        expect(binomialTail(n, p, tolerance)).toBeLessThanOrEqual(level)
        if (n === 1000) expect(binomialTail(n, p, tolerance / 2.2)).toBeGreaterThan(level)
      }
})

test('no draws bound nothing', () => {
  expect(shareTolerance(0, 0.5, 0.01)).toBe(Number.POSITIVE_INFINITY)
  expect(meanTolerance(0, 1, 0.01)).toBe(Number.POSITIVE_INFINITY)
  expect(distanceTolerance(0, 5, 0.01)).toBe(Number.POSITIVE_INFINITY)
})

/** How many of 4000 draws lie outside. */
const outside = (draw: (random: ReturnType<typeof stream>) => boolean): number => {
  const random = stream(7, 'tolerance')
  let count = 0
  for (let i = 0; i < 4000; i++) if (draw(random)) count++
  return count
}
const level = 0.02
/** 80 are expected at this level; the bound is five standard deviations higher. */
const most = 80 + 5 * Math.sqrt(80)

test('a χ² of 5 or of 60 degrees lies in its range, which is not empty talk', () => {
  for (const degrees of [5, 60]) {
    const [low, high] = chiSquareRange(degrees, level)
    const square = (random: ReturnType<typeof stream>): number => {
      let sum = 0
      for (let d = 0; d < degrees; d++) sum += random.normal() ** 2
      return sum
    }
    const beyond = (random: ReturnType<typeof stream>) => {
      const value = square(random)
      return value < low || value > high
    }
    expect(outside(beyond)).toBeLessThan(most)
    expect(outside(random => square(random) > (degrees + high) / 2)).toBeGreaterThan(0)
  }
})

test('a normal draw and a mean of uniform draws lie within their limits', () => {
  expect(outside(random => Math.abs(random.normal()) > normalLimit(level))).toBeLessThan(most)
  const mean = (random: ReturnType<typeof stream>) => {
    let sum = 0
    for (let i = 0; i < 20; i++) sum += random.uniform(0, 3)
    return sum / 20
  }
  expect(outside(random => Math.abs(mean(random) - 1.5) > meanTolerance(20, 3, level))).toBeLessThan(most)
})

test('the distance of two empirical distributions is the largest gap between their steps', () => {
  expect(distributionDistance([1, 2, 3], [1, 2, 3])).toBe(0)
  expect(distributionDistance([1, 2], [3, 4])).toBe(1)
  expect(distributionDistance([3, 1, 1], [2, 1])).toBeCloseTo(1 - 2 / 3, 15)
  const naive = (a: number[], b: number[]) => {
    const share = (list: number[], x: number) => list.filter(value => value <= x).length / list.length
    return Math.max(...[...a, ...b].map(x => Math.abs(share(a, x) - share(b, x))))
  }
  const random = stream(3)
  for (let i = 0; i < 50; i++) {
    const draw = (n: number) => Array.from({ length: n }, () => random.integer(6))
    const [a, b] = [draw(1 + random.integer(9)), draw(1 + random.integer(9))]
    expect(distributionDistance(a, b)).toBeCloseTo(naive(a, b), 14)
  }
})

test('two draws of one law are nearer than the tolerance', () => {
  const far = (random: ReturnType<typeof stream>) => {
    const draw = () => Array.from({ length: 30 }, () => random.double())
    return distributionDistance(draw(), draw()) > distanceTolerance(30, 30, level)
  }
  expect(outside(far)).toBeLessThan(most)
})
