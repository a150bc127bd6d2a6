import {
  type Dataset,
  handicap,
  learnedBoth,
  learnedEach,
  learnedViews,
  lotteryMargin,
  lotteryWinners,
  viewPower,
  viewStrength,
} from '@multiview/network'
import { describe, expect, test } from 'vitest'
import { regimeWith } from '../settings.ts'

/**
 * Two classes; a multi-view sample of class 0 and of class 1, and a single-view sample of class 0.
 */
const data: Dataset = {
  settings: regimeWith({ classes: 2 }),
  size: 3,
  label: Int32Array.of(0, 1, 0),
  presentView: Int32Array.of(0, 0, 2),
  firstPatch: Int32Array.of(0, 4, 6, 8),
  feature: Int32Array.of(0, 0, 1, 2, 2, 3, 0, 1),
  weight: Float64Array.of(0.5, 0.6, 1, 0.4, 1.1, 1.2, 0.1, 2),
  noiseNorm: new Float64Array(8).fill(1),
}

test('view power sums z^q over the patches of own features, of multi-view samples or of all', () => {
  const close = (got: Float64Array, expected: number[]) =>
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 12)
    })
  close(viewPower(data, 3, 'multi-view'), [0.5 ** 3 + 0.6 ** 3, 1, 1.1 ** 3, 1.2 ** 3])
  close(viewPower(data, 3, 'all'), [0.5 ** 3 + 0.6 ** 3 + 0.1 ** 3, 1 + 8, 1.1 ** 3, 1.2 ** 3])
  close(viewPower(data, 2.5, 'multi-view'), [0.5 ** 2.5 + 0.6 ** 2.5, 1, 1.1 ** 2.5, 1.2 ** 2.5])
})

test('the handicap of view 2 is (S_2/S_1)^{1/(q−2)}', () => {
  const [first, second] = handicap(Float64Array.of(1, 16, 9, 4), 4)
  expect(first).toBeCloseTo(4, 14)
  expect(second).toBeCloseTo(2 / 3, 14)
  expect(handicap(Float64Array.of(1, 16), 6)[0]).toBeCloseTo(2, 14)
})

test('the margin is 1 + 1/log² m', () => {
  expect(lotteryMargin(5)).toBeCloseTo(1.38606, 5)
  expect(lotteryMargin(1)).toBe(Number.POSITIVE_INFINITY)
})

test('the winner is the view that is ahead by the margin, after the handicap', () => {
  const even = Float64Array.of(1, 1, 1, 1)
  const strength = Float64Array.of(3, 2, 2, 3, 2, 2.1, 1, 1)
  expect(lotteryWinners(strength, even, 1.4)).toEqual([1, 2, null, null])
  expect(lotteryWinners(strength, even, 1)).toEqual([1, 2, 2, 1])
  // With twice the weight on view 2, its 2 counts as 4 and beats the 3 of view 1.
  expect(lotteryWinners(strength, Float64Array.of(2, 1, 1, 0.5), 1)).toEqual([2, 2, 2, 1])
})

test('exactly the margin is enough', () => {
  expect(lotteryWinners(Float64Array.of(3, 2), Float64Array.of(1), 1.5)).toEqual([1])
})

test('a class that no neuron sees has no winner, nor has one without samples', () => {
  expect(lotteryWinners(Float64Array.of(0, 0), Float64Array.of(1), 1)).toEqual([null])
  expect(lotteryWinners(Float64Array.of(2, 1), handicap(Float64Array.of(0, 0), 4), 1)).toEqual([null])
})

test('view strength is the largest positive correlation of the class’s own neurons', () => {
  // k = 2, m = 2: rows are features, columns the neurons of class 0, 0, 1, 1.
  const a = Float64Array.of(
    ...[0.1, 0.3, 9, 9],
    ...[-0.5, -0.2, 9, 9],
    ...[9, 9, 0.7, -1],
    ...[9, 9, 0.2, 0.4],
  )
  expect([...viewStrength(a, 2, 2)]).toEqual([0.3, 0, 0.7, 0.4])
})

test('the learned view is the stronger one, and both are learned above 0.3 of it', () => {
  const strength = Float64Array.of(2, 0.1, 0.2, 1, 1, 0.31, 1, 0.3)
  expect(learnedViews(strength)).toEqual([1, 2, 1, 1])
  expect(learnedBoth(strength)).toEqual([false, false, true, false])
})

describe('three views of a class', () => {
  const even = Float64Array.of(1, 1, 1, 1, 1, 1)

  test('each view but the first has a handicap', () => {
    const found = handicap(Float64Array.of(1, 16, 81, 4, 9, 4), 4, 3)
    expect(found.length).toBe(4)
    ;[4, 9, 1.5, 1].forEach((value, at) => {
      expect(found[at]).toBeCloseTo(value, 13)
    })
  })

  test('the winner is ahead of each other view by the margin, after the handicap', () => {
    const strength = Float64Array.of(3, 2, 1, 2, 2.9, 3, 1, 1.1, 4)
    expect(lotteryWinners(strength, even, 1.4, 3)).toEqual([1, null, 3])
    expect(lotteryWinners(strength, even, 1, 3)).toEqual([1, 3, 3])
    expect(lotteryWinners(strength, Float64Array.of(2, 1, 1, 1, 1, 0.2), 1, 3)).toEqual([2, 3, 2])
    expect(lotteryWinners(new Float64Array(3), Float64Array.of(1, 1), 1, 3)).toEqual([null])
  })

  test('learned views are those above 0.3 of the strongest one', () => {
    const strength = Float64Array.of(1, 0.2, 0.9, 0.1, 0.2, 2, 1, 0.4, 0.5)
    expect(learnedEach(strength, 3)).toEqual([true, false, true, false, false, true, true, true, true])
    expect(learnedBoth(strength, 3)).toEqual([false, false, true])
    expect(learnedViews(strength, 3)).toEqual([1, 3, 1])
  })

  test('strengths and powers are those of the neurons and samples of the own class', () => {
    // Two classes, one neuron each: a is [6, 2].
    const a = Float64Array.of(1, 9, 2, 9, -3, 9, 9, 4, 9, -5, 9, 6)
    expect([...viewStrength(a, 2, 1)]).toEqual([1, 2, 0, 4, 0, 6])
    const three = {
      ...data,
      settings: regimeWith({ classes: 2, views: 3 }),
      feature: Int32Array.of(0, 0, 2, 3, 3, 5, 1, 4),
    }
    const found = viewPower(three, 3, 'all')
    const expected = [0.5 ** 3 + 0.6 ** 3, 0.1 ** 3, 1, 1.1 ** 3, 0, 1.2 ** 3]
    expected.forEach((value, at) => {
      expect(found[at]).toBeCloseTo(value, 12)
    })
  })
})
