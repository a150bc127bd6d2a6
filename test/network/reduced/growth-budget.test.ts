/** The push that a neuron takes until it has grown by some factor. */

import { describe, expect, test } from 'vitest'
import { growthBudget } from '../../../packages/network/src/reduced/growth-budget.ts'

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
