import { fittedSlope } from '@multiview/theory/statistics'
import { expect, test } from 'vitest'

test('the slope of points on a line is that of the line', () => {
  expect(fittedSlope([1, 2, 5, 9], [3, 1, -5, -13])).toBeCloseTo(-2, 14)
})

test('the slope of points around a line solves the normal equations', () => {
  const x = [0.3, 1.7, 2.2, 4.1, 4.4]
  const y = [1.2, 0.4, 3.3, 2.8, 5.1]
  const slope = fittedSlope(x, y)
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length
  const residuals = y.map((value, i) => value - mean(y) - slope * (x[i] - mean(x)))
  expect(residuals.reduce((sum, r, i) => sum + r * x[i], 0)).toBeCloseTo(0, 12)
})

test('lists that give no slope are refused', () => {
  expect(() => fittedSlope([1, 2], [1])).toThrow('got 2 x and 1 y')
  expect(() => fittedSlope([2, 2], [1, 5])).toThrow('all x are the same')
})
