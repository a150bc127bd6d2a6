import { median } from '@multiview/theory/statistics'
import { expect, test } from 'vitest'

test('the median has as many values below it as above it', () => {
  const values = [3, -1, 10, 2, 7]
  expect(median(values)).toBe(3)
  expect(values).toEqual([3, -1, 10, 2, 7])
})

test('of an even number it is the upper of the two in the middle, and of none there is none', () => {
  expect(median([4, 1, 3, 2])).toBe(3)
  expect(median([])).toBeUndefined()
})
