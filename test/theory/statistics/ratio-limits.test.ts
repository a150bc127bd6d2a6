import { stream } from '@multiview/tensor'
import { meanLimits, ratioLimits, ratioRefusal } from '@multiview/theory'
import { expect, test } from 'vitest'

const random = stream(1, 'ratio limits')
const pairs = (n: number, ratio: number) => {
  const denominators = Array.from({ length: n }, () => 2 + 0.5 * random.normal())
  return { denominators, numerators: denominators.map(value => ratio * value + 0.3 * random.normal()) }
}

test('at each limit the mean of numerator − ρ·denominator just begins to differ from 0: the definition', () => {
  for (let draw = 0; draw < 50; draw++) {
    const { numerators, denominators } = pairs(8 + (draw % 20), random.uniform(-2, 2))
    const { low, high, value } = ratioLimits(numerators, denominators, 0.99)
    expect(low).toBeLessThan(value)
    expect(value).toBeLessThan(high)
    const residual = (ratio: number) => numerators.map((each, i) => each - ratio * denominators[i])
    expect(Math.abs(meanLimits(residual(low), 0.99).low)).toBeLessThan(1e-12)
    expect(Math.abs(meanLimits(residual(high), 0.99).high)).toBeLessThan(1e-12)
  }
})

test('over a constant denominator they are the limits of a mean, divided', () => {
  const numerators = Array.from({ length: 12 }, () => random.normal())
  const ratio = ratioLimits(
    numerators,
    numerators.map(() => 4),
    0.95,
  )
  const mean = meanLimits(numerators, 0.95)
  for (const key of ['value', 'low', 'high'] as const) expect(ratio[key]).toBeCloseTo(mean[key] / 4, 12)
})

test('each limit misses the ratio as often as its level says', () => {
  const draws = 4000
  let above = 0
  let below = 0
  for (let draw = 0; draw < draws; draw++) {
    const { numerators, denominators } = pairs(10, 0.7)
    const { low, high } = ratioLimits(numerators, denominators, 0.9)
    if (low > 0.7) above++
    if (high < 0.7) below++
  }
  // Five standard errors of a share of 0.1 in 4000 draws: 0.024.
  expect(Math.abs(above / draws - 0.1)).toBeLessThan(0.024)
  expect(Math.abs(below / draws - 0.1)).toBeLessThan(0.024)
})

test('what gives no limits is refused in words', () => {
  const { numerators, denominators } = pairs(10, 1)
  expect(ratioRefusal(numerators, denominators, 0.99)).toBeNull()
  expect(ratioRefusal(numerators, denominators.slice(1), 0.99)).toBe(
    'got 10 numerators and 9 denominators, needs as many of both',
  )
  expect(ratioRefusal(numerators.slice(3), denominators.slice(3), 0.99)).toBe('got 7 draws, needs at least 8')
  expect(
    ratioRefusal(
      numerators,
      denominators.map((_, i) => (i % 2) - 0.5),
      0.99,
    ),
  ).toBe('the denominator is not told apart from 0')
  expect(ratioRefusal(denominators, denominators, 0.99)).toMatch(/needs values that differ/)
  expect(ratioRefusal([Number.NaN, ...numerators.slice(1)], denominators, 0.99)).toMatch(/must be finite/)
  expect(() => ratioLimits(denominators, denominators, 0.99)).toThrow(/ratioLimits: all 10 draws/)
})
