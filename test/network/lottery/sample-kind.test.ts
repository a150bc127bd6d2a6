import { kindsOf } from '@multiview/network'
import { expect, test } from 'vitest'

const kinds = kindsOf(
  { label: Int32Array.of(0, 0, 1, 1, 1), presentView: Int32Array.of(0, 1, 1, 2, 0) },
  [1, 2],
)

test('a sample is multi-view, or shows the view that its class has learned, or lacks it', () => {
  expect(kinds).toEqual(['multi-view', 'learned view', 'lacks learned view', 'learned view', 'multi-view'])
})
