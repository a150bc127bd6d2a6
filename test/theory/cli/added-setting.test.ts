/** A setting that is only added to the table is checked, accepted by `--set`, and shown. */

import { regimes, validSettings } from '@multiview/network'
import { parseCommand } from '@multiview/theory/cli'
import { expect, test, vi } from 'vitest'
import { settingsTable } from '../../../packages/theory/src/report/page/settings-table.ts'

vi.mock('../../../packages/network/src/settings/table.ts', async original => {
  const { settingGroups } = await original<{ settingGroups: { network: object } }>()
  const depth = {
    kind: 'integer',
    symbol: 'D',
    meaning: 'layers of the network',
    unit: 'layers',
    low: 1,
    high: 9,
  }
  return { settingGroups: { ...settingGroups, network: { ...settingGroups.network, depth } } }
})

const settings = { ...regimes.limit, depth: 2 }

test('it is checked', () => {
  expect(validSettings(settings)).toHaveProperty('depth', 2)
  expect(() => validSettings({ ...settings, depth: 0 })).toThrow('depth is 0; allowed: an integer in [1, 9].')
  expect(() => validSettings(regimes.limit)).toThrow('depth is undefined; allowed: an integer in [1, 9].')
})

test('--set takes it by name and by symbol', async () => {
  for (const key of ['depth', 'D']) {
    const chosen = await parseCommand(['train', '--set', `${key}=3`, '--export', 'x'], () => {})
    expect(chosen.settings()[0]).toHaveProperty('depth', 3)
  }
  await expect(parseCommand(['train', '--set', 'D=10', '--export', 'x'], () => {})).rejects.toThrow(
    'D is "10"; it must be an integer in [1, 9].',
  )
})

test('info and reports show it, beside every step rule', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    await (await parseCommand(['info'], () => {})).run()
    expect(write.mock.calls.join('')).toMatch(
      /^ {2}depth +D +– +layers of the network in layers; an integer in \[1, 9\]$/m,
    )
    expect(write.mock.calls.join('')).toMatch(/^ {2}stepRule .*; adaptive or constant or multirate$/m)
  } finally {
    write.mockRestore()
  }
  expect(String(settingsTable({ depth: 2 }))).toContain(
    '<td>layers of the network</td><td class="symbol">D</td>',
  )
})
