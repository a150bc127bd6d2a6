import { regimeAt, regimes } from '@multiview/network'
import { expect, test } from 'vitest'
import { differencesIn, settingsIn } from '../../../packages/theory/src/sweep/grid.ts'
import { exactLimits } from '../../../packages/theory/src/sweep/measurement.ts'

const theorems = { settings: regimes.theorems, regime: 'theorems' } as const

test('a regime that is a formula of k gives each cell what it says there', () => {
  for (const classes of [20, 40, 500])
    expect(settingsIn(theorems, { classes })).toEqual(regimeAt('theorems', classes))
  expect(differencesIn(theorems, { classes: 20 })).toMatchObject({
    classes: 20,
    samples: regimeAt('theorems', 20).samples,
    members: regimeAt('theorems', 20).members,
  })
  expect(differencesIn(theorems, { classes: 40 })).toEqual({ classes: 40 })
})

test('what the user set stays, and an axis comes first', () => {
  const base = { ...theorems, settings: { ...regimes.theorems, members: 3 }, fixed: ['members'] }
  expect(settingsIn(base, { classes: 20, neurons: 9 })).toEqual({
    ...regimeAt('theorems', 20),
    members: 3,
    neurons: 9,
  })
})

test('without a formula the samples of a class stay as many', () => {
  const cell = settingsIn({ settings: regimes.limit, regime: 'limit' }, { classes: 20 })
  expect(cell).toMatchObject({ classes: 20, samples: 240, patches: 40, targetLoss: 0.0045 / 2 })
  expect(cell.members).toBe(regimes.limit.members)
})

test('exact limits are those of all samples together', () => {
  const none = { singleErrors: 0, singles: 1000, multiErrors: 0, multis: 5000 }
  const of = { ...regimes.limit, singleViewFraction: 1 / 6 }
  const { low, high } = exactLimits([none, none], of)
  expect(low).toBe(0)
  // With 0 errors among n samples the upper limit at the risk r is 1 − r^{1/n}.
  const upper = (n: number) => 1 - 0.0125 ** (1 / n)
  expect(high).toBeCloseTo(upper(2000) + 5 * upper(10_000), 12)
  const half = exactLimits([{ ...none, singleErrors: 1000 }, none], of)
  expect(half.low).toBeGreaterThan(0.46)
  expect(half.high).toBeLessThan(0.55)
})
