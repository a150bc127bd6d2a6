import { rankSeparation } from '@multiview/theory'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('rankSeparation', () => {
  test('is 1, 0 and −1 for groups above, equal to and below each other', () => {
    expect(rankSeparation([3, 4], [1, 2])).toBe(1)
    expect(rankSeparation([1, 1], [1, 1])).toBe(0)
    expect(rankSeparation([0], [1, 2])).toBe(-1)
  })

  test('counts every pair', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(scores, scores, (first, second) => {
        let sum = 0
        for (const a of first) for (const b of second) sum += Math.sign(a - b)
        expect(rankSeparation(first, second)).toBeCloseTo(sum / (first.length * second.length), 12)
      }),
    )
  })

  test('refuses an empty group', () => {
    expect(() => rankSeparation([], [1])).toThrow(RangeError)
  })
})
