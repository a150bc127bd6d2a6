/**
 * Settings are checked once: the validator returns a frozen copy that all other functions
 * recognise.
 */

import {
  regimes,
  type Settings,
  trainLimitModel,
  type ValidSettings,
  validSettings,
} from '@multiview/network'
import { expect, test } from 'vitest'
import type { ValuesOf } from '../../../packages/network/src/settings/settings.ts'
import type { settingGroups } from '../../../packages/network/src/settings/table.ts'

test('valid settings are a frozen copy, and are themselves when they are checked again', () => {
  const settings = { ...regimes.limit, ownWeight: [1, 1.1] as const }
  const valid = validSettings(settings)
  expect(valid).toEqual(settings)
  expect(Object.keys(valid)).toEqual(Object.keys(settings))
  expect(valid).not.toBe(settings)
  expect(Object.isFrozen(valid) && Object.isFrozen(valid.ownWeight)).toBe(true)
  expect(validSettings(valid)).toBe(valid)
})

test('a changed copy of valid settings is checked again', () => {
  const valid = validSettings(regimes.limit)
  const changed = { ...valid, neurons: 0 }
  // @ts-expect-error a copy is not known to be valid
  const claimed: ValidSettings = changed
  expect(() => validSettings(claimed)).toThrow('neurons is 0')
})

test('a run needs every setting that it reads, and only these', () => {
  expect(() => validSettings(regimes.limit, ['dense'])).toThrow('dimension is undefined')
  expect(() => validSettings(validSettings(regimes.limit), ['dense'])).toThrow('dimension is undefined')
  expect(() => validSettings(regimes.limit, ['distillation'])).toThrow('temperature is undefined')
  expect(() => validSettings({ ...regimes.limit, temperature: 1 })).toThrow('distillationRate is undefined')
  expect(() => validSettings({ ...regimes.dense, dimension: 20 })).toThrow(
    'dimension is 20; allowed: more than 20: 2k features and the noise.',
  )
})

test('training checks its settings before it draws anything, the settings of training among them', () => {
  const names = { seed: 1, dataset: 'a', initialization: 'b' }
  expect(() => trainLimitModel({ ...regimes.limit, classes: 1 }, names)).toThrow('classes is 1')
  expect(() => trainLimitModel({ ...regimes.limit, stepTolerance: 0 }, names)).toThrow('stepTolerance is 0')
})

test('a regime without one of the settings, and a value of another kind, are type errors', () => {
  const { neurons: _, ...rest } = regimes.limit
  // @ts-expect-error neurons is missing
  const incomplete: Settings = rest
  // @ts-expect-error a rule is one of the choices of the table
  const wild: Settings = { ...regimes.limit, stepRule: 'wild' }
  type Data = ValuesOf<(typeof settingGroups)['data'] & { depth: (typeof settingGroups)['data']['classes'] }>
  // @ts-expect-error a setting that was added to the table is missing
  const outdated: Data = regimes.limit
  for (const each of [incomplete, wild]) expect(() => validSettings(each)).toThrow()
  expect(Object.keys(outdated)).not.toContain('depth')
})
