/** A command line is read once, and the settings of a request are checked once. */

import { regimes } from '@multiview/network'
import { checkRequest, claims, execute, inlinePool, presets, scheduler, verify } from '@multiview/theory'
import { parseCommand } from '@multiview/theory/cli'
import { beforeEach, expect, test, vi } from 'vitest'

const counted = vi.hoisted(() => ({ keys: 0, checks: 0 }))

vi.mock('../../../packages/network/src/settings/names.ts', async original => {
  const names = await original<typeof import('../../../packages/network/src/settings/names.ts')>()
  const { low, ...members } = names.settingTable.members as { low: number }
  const watched = Object.defineProperty({ ...members }, 'low', {
    get: () => {
      counted.checks++
      return low
    },
  })
  return {
    ...names,
    settingTable: { ...names.settingTable, members: watched },
    findSetting: (word: string) => {
      counted.keys++
      return names.findSetting(word)
    },
  }
})

beforeEach(() => {
  counted.keys = 0
  counted.checks = 0
})

test.each([
  ['verify', 'theorem-1-single', '--set', 'm=4'],
  ['train', '--set', 'm=4', '--export', 'x'],
  ['sweep', '--over', 'm=4', '--out', 'x'],
])('%s reads each key once', async (...words) => {
  await parseCommand(words, () => {})
  expect(counted.keys).toBe(1)
})

test('verify checks the settings of a claim once, before it runs', async () => {
  await parseCommand(['verify', 'lottery-winning-set'], () => {})
  expect(counted.checks).toBe(1)
  counted.checks = 0
  const [claim] = claims
  const maxSteps = 0
  const request = { preset: presets.quick, claims: [claim], seed: 1, chosen: { maxSteps }, version: '0' }
  const checked = checkRequest(request)
  expect(counted.checks).toBe(1)
  await verify(checked, scheduler(inlinePool(), null))
  expect(counted.checks).toBe(1)
})

test('sweep checks the settings of each cell once', async () => {
  await parseCommand(['sweep', '--over', 'm=4,5,6', '--out', 'x'], () => {})
  expect(counted.checks).toBe(3)
})

test('a task checks its settings once, for all that it draws and trains', () => {
  const settings = {
    ...regimes.limit,
    classes: 3,
    otherFeatureRate: 1.5,
    samples: 12,
    neurons: 2,
    maxSteps: 3,
  }
  const names = { seed: 1, dataset: 'd', initialization: 'i' }
  execute({ kind: 'train', settings, names, raceInterval: 0 })
  expect(counted.checks).toBe(1)
})
