/** docs/notation.md against the table of settings, the regimes and the public names. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as network from '@multiview/network'
import { denseDefaults, regimes, settingTable } from '@multiview/network'
import { expect, test } from 'vitest'
import { settingGroups } from '../../../packages/network/src/settings/table.ts'

const page = fileURLToPath(new URL('../../../docs/notation.md', import.meta.url))
const text = readFileSync(page, 'utf8')

const [begin, end] = [
  '<!-- settings: written by test/network/settings/notation.test.ts -->',
  '<!-- /settings -->',
]

/** The cells of the rows of the page that have a name in code. */
const rows = [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row]) => row.split(' | '))

/** The last cell of a setting's row is written by hand: its place in the paper. */
const placeOf = (name: string): string => rows.find(([, code]) => code === `\`${name}\``)?.at(-1) ?? ''

const shown = (value: unknown): string => {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value[0] === value[1] ? shown(value[0]) : value.map(shown).join(' to ')
  const isFraction = typeof value === 'number' && !Number.isInteger(value)
  return String(isFraction ? Number(value.toPrecision(3)) : value)
}

const settingsOf = (group: keyof typeof settingGroups): string => {
  const lines = Object.keys(settingGroups[group]).map(name => {
    const { symbol, meaning, unit = '' } = settingTable[name as network.SettingName]
    const values = [{ ...denseDefaults, ...regimes.theorems }, regimes.limit].map(each =>
      shown((each as unknown as Record<string, unknown>)[name]),
    )
    return [symbol, `\`${name}\``, meaning, unit, ...values, placeOf(name)]
  })
  const head = ['symbol', 'name in code', 'meaning', 'unit', '`theorems`', '`limit`', 'place in the paper']
  return [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

test('docs/notation.md has every setting as the table and the regimes have it (after a change: npx vitest run test/network/settings -u)', async () => {
  const tables = (Object.keys(settingGroups) as (keyof typeof settingGroups)[]).map(
    group => `### ${group[0].toUpperCase()}${group.slice(1)}\n\n${settingsOf(group)}`,
  )
  const [before, rest] = text.split(begin)
  const after = rest.split(end)[1]
  await expect(`${before}${begin}\n\n${tables.join('\n\n')}\n\n${end}${after}`).toMatchFileSnapshot(page)
})

test('every setting has a place in the paper, or says that it has none', () => {
  for (const name of network.settingNames) expect(placeOf(name), name).toMatch(/\w/)
})

test('every other name of the page is public or a setting', () => {
  const others = text.slice(text.indexOf('## Other symbols')).matchAll(/^\| [^|]+ \| ([^|]+) \|/gm)
  const names = [...others].flatMap(([, code]) => [...code.matchAll(/`(\w+)`/g)].map(([, name]) => name))
  const index = readFileSync(
    fileURLToPath(new URL('../../../packages/network/src/index.ts', import.meta.url)),
    'utf8',
  )
  expect(names.length).toBeGreaterThan(15)
  for (const name of names)
    expect(index.includes(name) || (network.settingNames as string[]).includes(name), name).toBe(true)
})
