import {
  type Claim,
  checkRequest,
  claims,
  claimsOf,
  equals,
  presets,
  type Report,
  verify,
} from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { fakeScheduler } from './fake-scheduler.ts'

type Limits = readonly [low: number, high: number]

/** The verdicts of a claim on given intervals in place of its measurement and of its control's. */
const judgedOn = async (
  claim: Claim,
  own: Limits,
  control: Limits,
  isMet = true,
): Promise<Report['claims'][number]> => {
  const measured = ([low, high]: Limits) => ({
    value: (low + high) / 2,
    low,
    high,
    level: 0.95,
    n: 10,
    unit: 'draw',
  })
  const replaced: Claim = {
    ...claim,
    measure: async () => ({
      setting: {},
      measured: measured(own),
      predicted: null,
      conditions: [equals('a condition', isMet ? 1 : 0, 1)],
      series: [],
      control: { measured: measured(control), conditions: [] },
    }),
  }
  const findings = await verify(
    checkRequest({ preset: presets.full, claims: [replaced], seed: 1, chosen: {}, version: 'test' }),
    fakeScheduler({}),
  )
  return findings.claims[0]
}

/** Intervals inside a claim's bound, outside, and across each of its edges. */
const intervalsOf = ({
  bound: { low, high },
}: Claim): { inside: Limits; outside: Limits[]; across: Limits[] } => {
  const width = low !== null && high !== null ? high - low : Math.abs(low ?? high ?? 1)
  const part = width / 4
  const edges = [
    ...(low === null ? [] : [{ edge: low, inward: 1 }]),
    ...(high === null ? [] : [{ edge: high, inward: -1 }]),
  ]
  const between = (a: number, b: number): Limits => [Math.min(a, b), Math.max(a, b)]
  const [{ edge, inward }] = edges
  return {
    inside: between(edge + inward * part, edge + 2 * inward * part),
    outside: edges.map(({ edge, inward }) => between(edge - inward * part, edge - 2 * inward * part)),
    across: edges.map(({ edge, inward }) => between(edge - inward * part, edge + inward * part)),
  }
}

describe.each(claims.map(claim => [claim.id, claim] as const))('%s', (_, claim) => {
  const { inside, outside, across } = intervalsOf(claim)

  test('holds inside its bound, fails outside and is inconclusive across an edge', async () => {
    const [broken] = outside
    expect((await judgedOn(claim, inside, broken)).verdict).toBe('holds')
    for (const limits of outside)
      expect(await judgedOn(claim, limits, broken)).toMatchObject({
        verdict: 'fails',
        reason: expect.stringMatching(/^The interval .* lies (above|below) .*, the edge of the bound\.$/),
      })
    for (const limits of across) {
      const { verdict, reason } = await judgedOn(claim, limits, broken)
      expect(verdict).toBe('inconclusive')
      expect(reason).toMatch(
        /^The interval .* reaches across .*, the edge of the bound\. The measured value, /,
      )
    }
  })

  test('is inconclusive inside its bound if its control does not break, and fails outside all the same', async () => {
    for (const limits of [inside, ...across]) {
      const { verdict, reason } = await judgedOn(claim, inside, limits)
      expect(verdict).toBe('inconclusive')
      expect(reason).toMatch(/^The control does not break: /)
      expect((await judgedOn(claim, outside[0], limits)).verdict).toBe('fails')
    }
  })

  test('fails inside its bound if a condition is not met', async () => {
    expect((await judgedOn(claim, inside, inside, false)).verdict).toBe('fails')
  })

  test('its control breaks outside the same bound alone', async () => {
    for (const limits of outside)
      expect((await judgedOn(claim, inside, limits)).control.verdict).toBe('breaks')
    for (const limits of [inside, ...across])
      expect((await judgedOn(claim, inside, limits)).control.verdict).toBe('does not break')
  })
})

test('preset full has eighteen claims', () => {
  expect(claimsOf('full')).toHaveLength(18)
})
