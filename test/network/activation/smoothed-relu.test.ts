import { expect, test } from 'vitest'
import {
  smoothedRelu,
  smoothedReluDerivative,
  smoothedReluOf,
} from '../../../packages/network/src/activation/smoothed-relu.ts'

const powers = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 2.5, 3.7, Math.PI]
const thresholds = [0.3, 0.5, 1, 2.5]
const grid = Array.from({ length: 401 }, (_, i) => -1 + i / 80)

/** The paper's definition, case by case; Math.pow is only an oracle. */
const piecewise = (z: number, q: number, threshold: number): number => {
  if (z <= 0) return 0
  if (z <= threshold) return z ** q / (q * threshold ** (q - 1))
  return z - (1 - 1 / q) * threshold
}

const each = (check: (q: number, threshold: number) => void): void => {
  for (const q of powers) for (const threshold of thresholds) check(q, threshold)
}

test('the smoothed ReLU is the three pieces of the paper, for whole and real powers', () => {
  each((q, threshold) => {
    const worst = grid.map(z => Math.abs(smoothedRelu(z, q, threshold) - piecewise(z, q, threshold)))
    expect(Math.max(...worst)).toBeLessThan(1e-14)
  })
})

test('prepared for one q and ϱ it has the same bits', () => {
  each((q, threshold) => {
    const prepared = smoothedReluOf(q, threshold)
    const edges = [-0, threshold, threshold * (1 - 2 ** -53), threshold * (1 + 2 ** -52), 1e9]
    for (const z of [...grid, ...edges, Number.POSITIVE_INFINITY, Number.NaN])
      expect(prepared(z)).toBe(smoothedRelu(z, q, threshold))
  })
})

test('it is exactly 0, with slope exactly 0, at and below 0', () => {
  each((q, threshold) => {
    for (const z of [0, -1e-300, -0.1, -5, Number.NEGATIVE_INFINITY]) {
      expect(smoothedRelu(z, q, threshold) === 0).toBe(true)
      expect(smoothedReluDerivative(z, q, threshold) === 0).toBe(true)
    }
  })
})

test('its slope is exactly 1 far above the threshold when the reciprocal of the threshold is exact', () => {
  for (const q of powers)
    for (const threshold of [0.5, 1, 2]) expect(smoothedReluDerivative(9, q, threshold)).toBe(1)
})

test('value and slope are continuous where the pieces meet', () => {
  each((q, threshold) => {
    for (const at of [0, threshold])
      for (const f of [smoothedRelu, smoothedReluDerivative]) {
        const gap = Math.abs(f(at + 1e-9, q, threshold) - f(at - 1e-9, q, threshold))
        expect(gap).toBeLessThan((1e-8 * q) / threshold)
      }
  })
})

test('the slope is the derivative by central differences', () => {
  each((q, threshold) => {
    const h = 1e-5
    const smooth = grid.filter(z => Math.abs(z) > 2 * h && Math.abs(z - threshold) > 2 * h)
    const worst = smooth.map(z => {
      const difference = (smoothedRelu(z + h, q, threshold) - smoothedRelu(z - h, q, threshold)) / (2 * h)
      return Math.abs(smoothedReluDerivative(z, q, threshold) - difference)
    })
    // The third derivative bounds what a central difference may miss.
    expect(Math.max(...worst)).toBeLessThan(1e-9 + (h * h * q * q) / threshold ** 2)
  })
})

test('it never decreases', () => {
  each((q, threshold) => {
    const values = grid.map(z => smoothedRelu(z, q, threshold))
    expect(values).toEqual(values.toSorted((x, y) => x - y))
  })
})

test('a NaN stays a NaN, so that a diverged run cannot look finite', () => {
  for (const q of [3, 2.5]) expect(smoothedRelu(Number.NaN, q, 0.5)).toBeNaN()
})
