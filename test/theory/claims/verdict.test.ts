import { judge, judgeClaim, judgeControl } from '@multiview/theory/verdict'
import { describe, expect, test } from 'vitest'

const met = { met: true }
const unmet = { met: false }
const open = { met: false, decided: false }
const window = { low: 0.49, high: 0.51 }
const atMost = { low: null, high: 0.001 }
const atLeast = { low: 0.95, high: null }

describe('a two-sided bound', () => {
  test.each([
    ['inside', 0.495, 0.505, 'holds'],
    ['inside, touching both edges', 0.49, 0.51, 'holds'],
    ['a single point on the edge', 0.51, 0.51, 'holds'],
    ['across the upper edge', 0.5, 0.52, 'inconclusive'],
    ['across the lower edge', 0.48, 0.5, 'inconclusive'],
    ['across both edges', 0.4, 0.6, 'inconclusive'],
    ['above, touching the edge', 0.51, 0.6, 'inconclusive'],
    ['below, touching the edge', 0.4, 0.49, 'inconclusive'],
    ['above', 0.5100001, 0.6, 'fails'],
    ['below', 0.4, 0.4899999, 'fails'],
  ])('%s', (_, low, high, verdict) => {
    expect(judge({ low, high }, window, [])).toBe(verdict)
  })
})

describe('a bound with one side open', () => {
  test.each([
    ['the upper limit is below a ceiling', 0, 0.0009, atMost, 'holds'],
    ['the upper limit is on the ceiling', 0, 0.001, atMost, 'holds'],
    ['the interval is across the ceiling', 0.0005, 0.002, atMost, 'inconclusive'],
    ['the lower limit is on the ceiling', 0.001, 0.002, atMost, 'inconclusive'],
    ['the lower limit is above the ceiling', 0.0011, 0.002, atMost, 'fails'],
    ['far below a ceiling is inside', -5, -4, atMost, 'holds'],
    ['the lower limit is above a floor', 0.96, 0.99, atLeast, 'holds'],
    ['the lower limit is on the floor', 0.95, 0.99, atLeast, 'holds'],
    ['the interval is across the floor', 0.94, 0.99, atLeast, 'inconclusive'],
    ['the upper limit is on the floor', 0.9, 0.95, atLeast, 'inconclusive'],
    ['the upper limit is below the floor', 0.9, 0.9499, atLeast, 'fails'],
    ['far above a floor is inside', 7, 9, atLeast, 'holds'],
  ])('%s', (_, low, high, bound, verdict) => {
    expect(judge({ low, high }, bound, [])).toBe(verdict)
  })

  test('needs only the limit that faces it', () => {
    expect(judge({ low: null, high: 0.0009 }, atMost, [])).toBe('holds')
    expect(judge({ low: null, high: 0.002 }, atMost, [])).toBe('inconclusive')
    expect(judge({ low: 0.96, high: null }, atLeast, [])).toBe('holds')
  })
})

describe('conditions', () => {
  test('an unmet one fails the claim, wherever the interval lies', () => {
    expect(judge({ low: 0.495, high: 0.505 }, window, [met, unmet])).toBe('fails')
    expect(judge({ low: 0.4, high: 0.6 }, window, [unmet])).toBe('fails')
    expect(judge({ low: null, high: null }, window, [unmet])).toBe('fails')
  })

  test('one that is not decided leaves the claim inconclusive, unless the interval fails it', () => {
    expect(judge({ low: 0.495, high: 0.505 }, window, [met, open])).toBe('inconclusive')
    expect(judge({ low: 0.6, high: 0.7 }, window, [open])).toBe('fails')
    expect(judge({ low: 0.495, high: 0.505 }, window, [open, unmet])).toBe('fails')
  })

  test('met ones leave the verdict to the interval', () => {
    expect(judge({ low: 0.495, high: 0.505 }, window, [met, met])).toBe('holds')
    expect(judge({ low: 0.4, high: 0.6 }, window, [met])).toBe('inconclusive')
    expect(judge({ low: 0.6, high: 0.7 }, window, [met])).toBe('fails')
  })
})

describe('limits that are not known', () => {
  test.each([
    [null, null],
    [Number.NaN, Number.NaN],
    [0.495, null],
    [null, 0.505],
    [0.495, Number.NaN],
    [Number.NaN, 0.505],
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('[%s, %s] is inconclusive', (low, high) => {
    expect(judge({ low, high }, window, [met])).toBe('inconclusive')
  })

  test('one known limit is enough to fail', () => {
    expect(judge({ low: 0.6, high: null }, window, [])).toBe('fails')
    expect(judge({ low: Number.NaN, high: 0.3 }, window, [])).toBe('fails')
  })
})

describe('a control', () => {
  test('breaks only if its interval lies outside the bound', () => {
    expect(judgeControl({ low: 0.01, high: 0.03 }, window)).toBe('breaks')
    expect(judgeControl({ low: 0.3, high: 0.5 }, window)).toBe('does not break')
    expect(judgeControl({ low: 0.495, high: 0.505 }, window)).toBe('does not break')
    expect(judgeControl({ low: null, high: null }, window)).toBe('does not break')
    expect(judgeControl({ low: 0.01, high: 0.03 }, window, [unmet])).toBe('breaks')
  })

  test('is broken by a condition if the rule fails it for that alone', () => {
    expect(judgeControl({ low: 0.495, high: 0.505 }, window, [unmet])).toBe('broken by a condition')
    expect(judgeControl({ low: 0.3, high: 0.5 }, window, [met, unmet])).toBe('broken by a condition')
    expect(judgeControl({ low: null, high: null }, window, [unmet])).toBe('broken by a condition')
    expect(judgeControl({ low: 0.3, high: 0.5 }, window, [open])).toBe('does not break')
  })
})

describe('a claim beside its control', () => {
  const measured = (low: number | null, high: number | null, rest = {}) => ({
    value: 0.5,
    low,
    high,
    level: 0.95,
    n: 8,
    unit: 'draw',
    ...rest,
  })
  const claim = (
    low: number | null,
    high: number | null,
    conditions: Parameters<typeof judgeClaim>[0]['conditions'] = [],
    rest = {},
  ) => ({ measured: measured(low, high, rest), bound: window, conditions })
  const share = { level: 0.95, required: 'at least 0.9', met: false, decided: false }

  test('holds without a reason, and only then', () => {
    expect(judgeClaim(claim(0.495, 0.505), 'breaks')).toEqual({ verdict: 'holds', reason: null })
    expect(
      judgeClaim({ ...claim(0.495, 0.505), replaced: ['neurons = 30 in place of 60'] }, 'breaks').reason,
    ).toBe(null)
  })

  test.each([
    ['above', claim(0.6, 0.7), 'The interval 0.6 to 0.7 lies above 0.51, the edge of the bound.'],
    ['below', claim(0.3, 0.4), 'The interval 0.3 to 0.4 lies below 0.49, the edge of the bound.'],
    [
      'below, without a lower limit',
      claim(null, 0.4),
      'The interval – to 0.4 lies below 0.49, the edge of the bound.',
    ],
    [
      'with an unmet condition',
      claim(0.495, 0.505, [
        { ...share, name: 'a share', measured: 0.8, low: 0.7, high: 0.85, decided: true },
        { ...share, name: 'another', measured: 0.91, low: 0.85, high: 0.95 },
      ]),
      'A condition is not met: a share.',
    ],
    [
      'above, with two unmet conditions',
      claim(0.6, 0.7, [
        { ...share, name: 'one', measured: 1, low: null, high: null, level: null, decided: true },
        { ...share, name: 'two', measured: 2, low: null, high: null, level: null, decided: true },
      ]),
      'The interval 0.6 to 0.7 lies above 0.51, the edge of the bound. Conditions are not met: one; two.',
    ],
  ])('fails, and says why: %s', (_, judged, reason) => {
    for (const control of ['breaks', 'broken by a condition', 'does not break'] as const)
      expect(judgeClaim(judged, control)).toEqual({ verdict: 'fails', reason })
  })

  test.each([
    ['fails', claim(0.6, 0.7)],
    ['inconclusive', claim(0.5, 0.52)],
  ])('that %s names the settings that the user replaced', (verdict, judged) => {
    const found = judgeClaim(
      { ...judged, replaced: ['neurons = 30 in place of 60', 'power = 5 in place of 3'] },
      'breaks',
    )
    expect(found.verdict).toBe(verdict)
    expect(found.reason).toMatch(
      / This run has neurons = 30 in place of 60, power = 5 in place of 3; its sizes were chosen for the claim's own settings\.$/,
    )
  })

  test.each([
    ['broken by a condition', /^The control is broken by a condition alone: /],
    ['does not break', /^The control does not break: /],
  ] as const)('is inconclusive if the control %s', (control, reason) => {
    expect(judgeClaim(claim(0.495, 0.505), control)).toEqual({
      verdict: 'inconclusive',
      reason: expect.stringMatching(reason),
    })
  })

  test.each([
    [
      'an interval across an edge',
      claim(0.5, 0.52),
      'The interval 0.5 to 0.52 reaches across 0.51, the edge of the bound. The measured value, 0.5, lies ' +
        'inside the bound, but the interval is too wide: more draws than 8 (draw) make it narrower.',
    ],
    [
      'an interval of test samples across an edge',
      claim(0.5, 0.52, [], { narrowedBy: 'test samples' }),
      'The interval 0.5 to 0.52 reaches across 0.51, the edge of the bound. The measured value, 0.5, lies ' +
        'inside the bound, but the interval is too wide: more test samples make it narrower.',
    ],
    [
      'an interval across an edge whose value lies outside',
      claim(0.5, 0.54, [], { value: 0.52 }),
      'The interval 0.5 to 0.54 reaches across 0.51, the edge of the bound. The measured value, 0.52, lies ' +
        'outside the bound, so that the claim probably does not hold in this setting.',
    ],
    [
      'an interval across both',
      claim(0.4, 0.6, [], { value: null }),
      'The interval 0.4 to 0.6 reaches across 0.49 and 0.51, the edge of the bound.',
    ],
    ['no interval', claim(null, null), 'There is no interval.'],
    [
      'no interval, for a reason',
      claim(null, null, [], { missing: 'got 3 draws, needs at least 8' }),
      'There is no interval: got 3 draws, needs at least 8.',
    ],
    [
      'no draws',
      claim(null, null, [], { n: 0, missing: 'the loss is NaN' }),
      'Nothing was measured: the loss is NaN.',
    ],
    [
      'a condition whose interval decides nothing',
      claim(0.495, 0.505, [{ ...share, name: 'a share', measured: 0.91, low: 0.85, high: 0.95 }]),
      'The interval of a condition, 0.85 to 0.95, decides nothing: a share, required: at least 0.9. More draws make it narrower.',
    ],
    [
      'a condition that could not be measured',
      claim(0.495, 0.505, [{ ...share, name: 'a share', measured: null, low: null, high: null }]),
      'A condition could not be measured: a share.',
    ],
  ])('says why: %s', (_, judged, reason) => {
    expect(judgeClaim(judged, 'breaks')).toEqual({ verdict: 'inconclusive', reason })
  })
})

describe('mistakes in a claim', () => {
  test.each([
    [{ low: null, high: null }, 'open on both sides'],
    [{ low: 0.51, high: 0.49 }, 'must be a low limit, then a high one'],
    [{ low: Number.NaN, high: 0.5 }, 'must be a low limit, then a high one'],
  ])('the bound %o is refused', (bound, message) => {
    expect(() => judge({ low: 0, high: 1 }, bound, [])).toThrow(message)
  })

  test('a reversed interval is refused', () => {
    expect(() => judge({ low: 0.6, high: 0.4 }, window, [])).toThrow('the interval [0.6, 0.4] is reversed')
  })
})
