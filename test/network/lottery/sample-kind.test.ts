import { kindsOf, summaryByKind } from '@multiview/network'
import { expect, test } from 'vitest'

const kinds = kindsOf(
  { label: Int32Array.of(0, 0, 1, 1, 1), presentView: Int32Array.of(0, 1, 1, 2, 0) },
  [1, 2],
)

test('a sample is multi-view, or shows the view that its class has learned, or lacks it', () => {
  expect(kinds).toEqual(['multi-view', 'learned view', 'lacks learned view', 'learned view', 'multi-view'])
})

test('a quantity is summed up kind by kind', () => {
  expect(summaryByKind(Float64Array.of(1, -2, 3, 4, 6), kinds)).toEqual({
    'multi-view': { count: 2, mean: 3.5, least: 1, largest: 6 },
    'learned view': { count: 2, mean: 1, least: -2, largest: 4 },
    'lacks learned view': { count: 1, mean: 3, least: 3, largest: 3 },
  })
})

test('a kind without samples has no numbers', () => {
  const { 'multi-view': multi } = summaryByKind(Float64Array.of(1), ['learned view'])
  expect(multi).toEqual({ count: 0, mean: Number.NaN, least: Number.NaN, largest: Number.NaN })
})
