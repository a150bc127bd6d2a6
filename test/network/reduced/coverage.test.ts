import { expect, test } from 'vitest'
import { coverageOf } from '../../../packages/network/src/reduced/coverage.ts'
import { layoutOf } from '../objective/layouts.ts'

const layout = layoutOf(4, [
  [0, 1],
  [0, 2, 3],
])
// At τ = 0.5 the truncation level is 4. The teacher reaches it for class 0 of both samples and for
// class 3 of the second.
const teacher = Float64Array.of(4, 3.9, 10, 0, 4.5, 0, 0)

test('the reach is the share of the pairs that the teacher sees where the student is at 0.9 of the truncation', () => {
  const reach = coverageOf(layout, teacher, 0.5)
  expect(reach(layout, Float64Array.of(0, 9, 0, 9, 0, 0, 0))).toBe(0)
  expect(reach(layout, Float64Array.of(3.59, 0, 3.6, 0, 0, 0, 0))).toBeCloseTo(1 / 3, 15)
  expect(reach(layout, Float64Array.of(4, 0, 4, 0, 3.6, 0, 0))).toBe(1)
})

test('the student’s layout may have more slots than the teacher’s', () => {
  const grown = layoutOf(4, [
    [0, 1, 3],
    [0, 1, 2, 3],
  ])
  const reach = coverageOf(layout, teacher, 0.5)
  expect(reach(grown, Float64Array.of(4, 0, 9, 0, 9, 0, 4, 0, 0))).toBeCloseTo(2 / 3, 15)
})

test('a teacher that sees nothing is reached at once', () => {
  expect(coverageOf(layout, new Float64Array(7), 0.5)(layout, new Float64Array(7))).toBe(1)
})
