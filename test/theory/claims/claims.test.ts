import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { regimes, validSettings } from '@multiview/network'
import {
  type Claim,
  checkRequest,
  claims,
  claimsOf,
  levelIn,
  type PresetName,
  presets,
  settingsOf,
  sizeIn,
  verify,
} from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { fakeScheduler } from './fake-scheduler.ts'

test('every claim has an id, a source, and a preset that includes it', () => {
  const ids = claims.map(claim => claim.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const claim of claims) {
    expect(claim.source).toMatch(/Allen-Zhu and Li|arXiv \d{4}\.\d{5}/)
    expect(claim.presets).not.toHaveLength(0)
    for (const preset of claim.presets) expect(presets).toHaveProperty(preset)
  }
})

test('a claim is a folder of its name, and each folder but what claims share is in the index', () => {
  const folders = readdirSync(join(import.meta.dirname, '../../../packages/theory/src/claims'), {
    withFileTypes: true,
  }).flatMap(entry => (entry.isDirectory() && entry.name !== 'shared' ? [entry.name] : []))
  expect(folders.sort()).toEqual(claims.map(({ id }) => id).sort())
})

test('claims on the lottery refuse settings without one before anything runs', () => {
  const request = { preset: presets.quick, claims: claimsOf('quick'), seed: 1, version: 'test' }
  const without = [
    { power: 2, model: 'limit', stepRule: 'adaptive' },
    { neurons: 1 },
    { otherFeatureRate: 0 },
  ] as const
  for (const chosen of without) expect(() => checkRequest({ ...request, chosen })).toThrow(/for this claim/)
})

test('a checked request has settings of its own claims alone, and these are valid', () => {
  const [first, second] = claimsOf('quick')
  const checked = checkRequest({
    preset: presets.quick,
    claims: [first],
    seed: 1,
    chosen: {},
    version: 'test',
  })
  expect(validSettings(checked.settingsOf(first))).toBe(checked.settingsOf(first))
  expect(() => checked.settingsOf(second)).toThrow(`The request does not contain the claim ${second.id}.`)
})

test('quick, standard and full include one another; beyond and as-stated have others', () => {
  const [quick, standard, full] = (['quick', 'standard', 'full'] as const).map(preset => claimsOf(preset))
  expect(quick.map(claim => claim.id)).toEqual([
    'theorem-1-single',
    'theorem-2-ensemble',
    'theorem-3-distillation',
    'theorem-4-self-distillation',
    'dark-knowledge',
    'ensemble-law',
    'lottery-winning-set',
    'lemma-tensor-power',
  ])
  expect(standard).toEqual(expect.arrayContaining(quick))
  expect(full).toEqual(expect.arrayContaining(standard))
  const beyond = claimsOf('beyond')
  const asStated = claimsOf('as-stated')
  expect(asStated.map(claim => claim.id)).toEqual(['paper-start', 'departures'])
  expect([...full, ...beyond, ...asStated]).toEqual(claims)
  expect(beyond.map(claim => claim.id)).toEqual([
    'figure-1',
    'midpoint-mixup',
    'view-removal',
    'more-views',
    'self-distillation-rounds',
    'disagreement',
    'weight-average',
    'momentum',
  ])
})

describe.each(Object.keys(presets) as PresetName[])('the claims of preset %s', name => {
  /** The level of a claim, if these claims are requested. */
  const levelsGiven = async (asked: readonly Claim[]): Promise<number[]> => {
    const levels: number[] = []
    const listening = asked.map(claim => ({
      ...claim,
      measure: async ({ level }: { level: number }) => {
        levels.push(level)
        const measured = { value: 1, low: 1, high: 1, level, n: 1, unit: 'draw' }
        const control = { measured, conditions: [] }
        return { setting: {}, measured, predicted: null, conditions: [], series: [], control }
      },
    }))
    await verify(
      checkRequest({ preset: presets[name], claims: listening, seed: 1, chosen: {}, version: 'test' }),
      fakeScheduler({}),
    )
    return levels
  }

  test('share a risk of 5% evenly, also if one of them runs alone', async () => {
    const own = claimsOf(name)
    const even = 1 - 0.05 / own.length
    expect(levelIn(name)).toBeCloseTo(even, 15)
    for (const level of [...(await levelsGiven(own)), ...(await levelsGiven([own[0]]))])
      expect(level).toBe(levelIn(name))
  })

  test('give no more risk to the sizes of the ensemble law than to another claim', () => {
    const law = claims.find(({ id }) => id === 'ensemble-law')!
    const { levels } = sizeIn(law, name).draws as { levels: number[] }
    const risk = levels.reduce((sum, level) => sum + (1 - level), 0)
    expect(risk).toBeLessThanOrEqual(1 - levelIn(name))
  })
})

describe('the settings of a claim', () => {
  const { check: _, ...unchecked } = claims[0]
  const claim: Claim = {
    ...unchecked,
    tasks: ['dense-errors'],
    sizes: { ...claims[0].sizes, quick: { regime: 'dense', settings: { neurons: 7 }, draws: null } },
  }

  test('are its regime, what it needs otherwise, and what the user set', () => {
    expect(settingsOf(claim, presets.quick, {})).toEqual({ ...regimes.dense, neurons: 7 })
    expect(settingsOf(claim, presets.quick, { neurons: 9, dimension: 2048 })).toEqual({
      ...regimes.dense,
      neurons: 9,
      dimension: 2048,
    })
  })

  test('take what the user set only if they have it, and some claim must have it', () => {
    const request = { preset: presets.quick, claims, seed: 1, chosen: { dimension: 64 }, version: 'test' }
    expect(settingsOf(claims[0], presets.quick, request.chosen)).toEqual(
      settingsOf(claims[0], presets.quick, {}),
    )
    expect(() => checkRequest({ ...request, claims: [claims[0], claim] })).not.toThrow()
    expect(() => checkRequest({ ...request, claims: [claims[0]] })).toThrow(
      'dimension: none of the selected claims uses this setting; remove it.',
    )
  })
})
