import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { examples, root, tryExample } from './examples.ts'

const shown = await examples()

describe('the commands that the pages and --help show', () => {
  test.each(shown)('%s: %s', async (_, command) => {
    await expect(tryExample(command)).resolves.toBeUndefined()
  })

  test('are found where they stand', () => {
    const commands = shown.map(([, command]) => command)
    expect(commands).toContain('npm run verify -- theorem-1-single --seed 7 --set classes=12 --out k12')
    expect(commands).toContain('multiview verify theorem-1-single --seed 7 --set classes=12 --out k12')
    expect(commands).toContain('npm run verify -- ensemble-law --set classes=20 --set samples=240')
    expect(commands).toContain(
      'npx multiview sweep --regime theorems --over s=2,4,8,16 --set k=50 --out rates',
    )
    for (const page of [
      'README.md',
      'docs/command.md',
      'docs/theorem-1.md',
      'docs/mechanism.md',
      'docs/contrasts.md',
    ])
      expect(shown.filter(([where]) => where === page).length, page).toBeGreaterThan(1)
  })
})

describe('a command would be found out', () => {
  test.each([
    ['multiview verify theorem-1-singel', 'Did you mean "theorem-1-single"?'],
    ['npm run verify -- --preset ful', 'Did you mean "full"?'],
    ['npx multiview verify --set clases=12', 'Did you mean "classes"?'],
    ['npx multiview verify --set classes=12 --set patches=20', 'at least 26'],
    ['npm run verify -- theorem-1-single --set members=5', 'none of the selected claims uses this setting'],
    ['npx multiview sweep --over s=5,11 --out x', 'at most classes = 10'],
    ['npx multiview sweep --over s=5', '--out is missing'],
    ['npm run verfy', 'there is no script verfy'],
    ['node scripts/nothing.mjs', 'there is no program'],
    ['npx pnpm@1.0.0 pack', 'the pnpm of package.json is pnpm@'],
    ['multivew info', 'is not a program that the pages show'],
  ])('%s', async (command, why) => {
    await expect(tryExample(command)).rejects.toThrow(why)
  })
})

const text = (page: string): string => readFileSync(join(root, page), 'utf8')

test('the interval of kernel-regime is the same on the page of results and on its own', () => {
  const [, ofResults] =
    /\| `kernel-regime` \| \w+ \| (?:\d+ \| )?(\d\.\d+ \[\d\.\d+, \d\.\d+\]),/.exec(
      text('docs/results.md'),
    ) ?? []
  const [, ofPage] =
    /<!-- kernel-regime:[\s\S]*?(\d\.\d+ \[\d\.\d+,\s\d\.\d+\])[\s\S]*?<!-- \/kernel-regime -->/.exec(
      text('docs/contrasts.md'),
    ) ?? []
  expect(ofResults).toMatch(/\d/)
  expect(ofPage?.replace('\n', ' ')).toBe(ofResults)
})

test('the README has the numbers of the four theorems as the page of results has them', () => {
  const summary = [...text('README.md').matchAll(/^\| \[.*?\]\(docs\/theorem-(\d)\.md\) \| (.*) \|$/gm)]
  expect(summary).toHaveLength(4)
  for (const [, theorem, cells] of summary) {
    const row = new RegExp(`^\\| \`theorem-${theorem}-[\\w-]+\` \\| .* \\|$`, 'm').exec(
      text('docs/results.md'),
    )?.[0]
    const [, , , measured, bound, , control] = (row ?? '').split(' | ')
    expect(cells).toBe([measured.split(' ')[0], bound, control.split(' ')[1].replace(',', '')].join(' | '))
  }
})
