import { regimes } from '@multiview/network'
import { type Claim, checkRequest, claims, claimsOf, presets, settingsOf, verify } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { fakeLaboratory } from './fake-laboratory.ts'

test('every claim has an id, a source, and a preset that includes it', () => {
  const ids = claims.map(claim => claim.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const claim of claims) {
    expect(claim.source).toMatch(/Allen-Zhu and Li/)
    expect(claim.presets).not.toHaveLength(0)
    for (const preset of claim.presets) expect(presets).toHaveProperty(preset)
  }
})

test('claims on the lottery refuse settings without one before anything runs', async () => {
  for (const chosen of [{ power: 2 }, { neurons: 1 }, { otherFeatureRate: 0 }])
    await expect(
      verify(
        { preset: presets.quick, claims: claimsOf('quick'), seed: 1, chosen, version: 'test' },
        fakeLaboratory({}),
      ),
    ).rejects.toThrow(/for this claim/)
})

test('the presets include one another, from quick to full, and quick has its five claims', () => {
  const [quick, standard, full] = (['quick', 'standard', 'full'] as const).map(claimsOf)
  expect(quick.map(claim => claim.id)).toEqual([
    'theorem-1-single',
    'theorem-2-ensemble',
    'ensemble-law',
    'lottery-winning-set',
    'lemma-tensor-power',
  ])
  expect(standard).toEqual(expect.arrayContaining(quick))
  expect(full).toEqual(expect.arrayContaining(standard))
  expect(full).toEqual(claims)
})

test.each(['quick', 'standard', 'full'] as const)(
  'the claims of preset %s share a risk of 5%%: what each allows its interval adds up to no more',
  preset => {
    const risks = claimsOf(preset).flatMap(({ sizes }) => {
      const { level, levels } = (sizes[preset].draws ?? {}) as { level?: number; levels?: number[] }
      // The lemma is not random.
      return level !== undefined ? [1 - level] : levels !== undefined ? [1 - levels[levels.length - 1]] : []
    })
    expect(risks).toHaveLength(claimsOf(preset).length - 1)
    const even = 0.05 / claimsOf(preset).length
    for (const risk of risks) expect(risk).toBeLessThanOrEqual(even + 1e-12)
    expect(risks.filter(risk => Math.abs(risk - even) < 1e-12)).toHaveLength(risks.length - 1)
  },
)

describe('the settings of a claim', () => {
  const claim: Claim = {
    ...claims[0],
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

  test('take what the user set only where they have it, and somebody must have it', () => {
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
