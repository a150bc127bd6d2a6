/**
 * A claim measures the same for all values of the settings that it does not use. It gets the values
 * of those that it uses.
 */

import { regimes, type SettingName } from '@multiview/network'
import { type Claim, type ClaimSettings, claims, inlinePool, scheduler, sizeIn } from '@multiview/theory'
import { describe, expect, test } from 'vitest'

const small = {
  classes: 3,
  otherFeatureRate: 1.5,
  samples: 24,
  singleViewFraction: 0.25,
  neurons: 2,
  members: 3,
  initialScale: 0.005,
  maxSteps: 400,
}
const smallTaught = { ...small, classes: 6, samples: 72, neurons: 6, initialScale: 1e-3 }

/** Another value of each setting that some claim does not use. */
const other: Partial<Record<SettingName, number | readonly number[]>> = {
  viewFactors: [2],
  members: 5,
  power: 5,
  initialScale: 0.002,
  targetLoss: 0.5,
  targetMargin: 1,
  dimension: 2048,
  distillationRate: 7,
  temperature: 2,
  teacherScale: 3,
  targetReach: 0.5,
  classes: 4,
  singleViewFraction: 0.5,
}

const settingsOf = (claim: Claim): ClaimSettings => {
  const { regime, settings } = sizeIn(claim, 'quick')
  if (regime === 'dense') return { ...regimes.dense, ...settings, dimension: 64, maxSteps: 5 }
  return { ...regimes[regime], ...settings, ...(regime === 'theorems' ? smallTaught : small) }
}

/** The fewest draws that give an interval. */
const few = (draws: unknown): unknown =>
  draws === null
    ? null
    : Object.fromEntries(
        Object.entries(draws as object).map(([name, value]) => [
          name,
          typeof value === 'number' && value > 8 ? 8 : value,
        ]),
      )

/** All results of a claim, without its settings. */
const found = async (claim: Claim, settings: ClaimSettings): Promise<object> => {
  const { setting: _, ...outcome } = await claim.measure({
    scheduler: scheduler(inlinePool(), null),
    settings,
    settingsAt: () => settings,
    seed: 1,
    level: 0.99,
    draws: few(sizeIn(claim, 'quick').draws),
  })
  return outcome
}

const declaring = claims.filter(claim => claim.unused !== undefined)

describe('a claim does not use its `unused` settings', () => {
  test.each(declaring.map(claim => [claim.id, claim] as const))('%s', async (_, claim) => {
    const settings = settingsOf(claim)
    const names = Object.keys(other).filter(name => claim.unused?.some(unused => unused === name))
    expect(names.length).toBeGreaterThan(0)
    const changes = Object.fromEntries(names.map(name => [name, other[name as SettingName]]))
    expect(await found(claim, { ...settings, ...changes })).toEqual(await found(claim, settings))
  })

  test('every setting that a claim names, but for those of the lemma, has another value here', () => {
    for (const { id, unused } of declaring)
      if (id !== 'lemma-tensor-power')
        for (const name of unused ?? []) expect(Object.keys(other)).toContain(name)
  })
})
