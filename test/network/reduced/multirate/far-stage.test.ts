/** The two stages of a step follow tensor power growth exactly. */

import { describe, expect, test } from 'vitest'
import { farStage } from '../../../../packages/network/src/reduced/multirate/far-stage.ts'

/** The factor by which a step multiplies x, if x' = x^{q−1} and Euler's rule changes x by ρ. */
const grown = (relative: number, power: number): number => {
  const far = farStage(relative, power)
  const share = 1 / (2 * far)
  return 1 + relative * (1 - share + share * (1 + far * relative) ** (power - 1))
}

const flow = (relative: number, power: number): number => (1 - (power - 2) * relative) ** (-1 / (power - 2))

describe.each([2.5, 3, 4, 5, 8])('q = %d', power => {
  const largest = 0.3 / Math.max(1, power - 2)

  test.each([0.01, 0.1, 0.5, 1])('a step of %d of the tolerance multiplies x by what the flow does', part => {
    const relative = part * largest
    expect(grown(relative, power)).toBeCloseTo(flow(relative, power), 6)
    // Euler's rule and the midpoint rule do not.
    if (part < 1) return
    const error = (by: number): number => 1 - by / flow(relative, power)
    expect(error(1 + relative)).toBeGreaterThan(0.01)
    expect(error(1 + relative * (1 + relative / 2) ** (power - 1))).toBeGreaterThan(0.001)
  })

  test('a neuron that changes less is followed more closely than by the midpoint rule', () => {
    const far = farStage(largest, power)
    const share = 1 / (2 * far)
    const of = (change: number): number =>
      1 + change * (1 - share + share * (1 + far * change) ** (power - 1))
    for (const part of [0.25, 0.5, 0.75]) {
      const change = part * largest
      const error = Math.abs(of(change) / flow(change, power) - 1)
      const ofMidpoint = Math.abs((1 + change * (1 + change / 2) ** (power - 1)) / flow(change, power) - 1)
      expect(error).toBeLessThan(0.005)
      if (part === 0.75) expect(error).toBeLessThan(ofMidpoint)
    }
  })
})

test('beyond the pole of the flow the stage stays finite', () => {
  for (const power of [2, 3, 4, 8])
    for (const relative of [0, 0.9, 3]) {
      expect(farStage(relative, power)).toBeGreaterThan(0.4)
      expect(farStage(relative, power)).toBeLessThan(100)
    }
})

test('with q = 2 a step is of second order', () => {
  expect(grown(0.1, 2)).toBeCloseTo(Math.exp(0.1), 3)
  expect(farStage(0.3, 2)).toBe(0.5)
})
