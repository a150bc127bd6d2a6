/** The script that writes the pages of docs/, on a copy of the pages and an invented report. */

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkRequest, claims, presets, reportOf, verify } from '@multiview/theory'
import { afterAll, expect, test } from 'vitest'
import { studentWith } from '../theory/claims/distillation-answers.ts'
import { fakeScheduler } from '../theory/claims/fake-scheduler.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'multiview-docs-'))
afterAll(() => rmSync(copy, { recursive: true }))
for (const name of ['docs', 'docs-tools', 'scripts', 'README.md'])
  cpSync(join(root, name), join(copy, name), { recursive: true })
symlinkSync(join(root, 'packages'), join(copy, 'packages'))

const both = () => [1, 2] as const
const scheduler = fakeScheduler({
  distill: task => studentWith(task, both),
  'self-distill': task => ({ byOther: studentWith(task, both), byItself: studentWith(task, () => [1]) }),
})
const environment = { node: 'v', platform: 'p', cpu: 'c', workers: 2, durationSeconds: 100, kernels: 'k' }

/** The folder of a report of these claims. */
const reported = async (preset: 'quick' | 'full' | 'as-stated', ids: readonly string[]): Promise<string> => {
  const chosen = claims.filter(({ id }) => ids.includes(id))
  const request = checkRequest({
    preset: presets[preset],
    claims: chosen,
    seed: 3,
    chosen: {},
    version: 'test',
  })
  const folder = join(copy, preset)
  mkdirSync(folder)
  const report = reportOf(await verify(request, scheduler), environment)
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report))
  return folder
}
const script = (folder: string) =>
  spawnSync(process.execPath, [join(copy, 'scripts', 'docs-from-run.mjs'), folder], { encoding: 'utf8' })
const page = (name: string): string => readFileSync(join(copy, name), 'utf8')
const theorems = claims.filter(({ id }) => /^theorem-\d-(?!.*dense)/.test(id)).map(({ id }) => id)

test('a run of preset full gives each theorem the k and the departures of its own', async () => {
  const { stderr } = script(await reported('full', theorems))
  // Figures and other claims are missing, and the script reports them.
  expect(stderr).toMatch(/^missing, and left as it was:\n/)
  expect(page('docs/results.md')).toMatch(/\| `theorem-1-single` \| theorems \| 100 \|/)
  expect(page('docs/results.md')).toMatch(/\| `theorem-3-distillation` \| theorems \| 100 \|/)
  for (const departure of ['- d is infinite', '- γ is 0', 'are silent', '- P is 200', '- ‖ξ‖ is 0.8'])
    expect(page('docs/theorem-1.md')).toContain(departure)
  expect(page('docs/theorem-1.md')).toMatch(
    /Preset full, seed 3, k = 100, 160 × model[\s\S]*\| share of models inside the window \| [\d.]+ \| [\d.]+ to [\d.]+ \| at least 0\.9 \|/,
  )
  expect(page('docs/theorem-3.md')).toMatch(
    /tested at 12 moments up to T = 100 t₁\.[\s\S]* for 99% of the time/,
  )
  expect(page('docs/theorem-4.md')).toMatch(
    /\| check: lower limit of the error of the same networks taught by/,
  )
  expect(page('docs/theorem-3.md')).toContain('- τ is 0.2, not 1/log² k = 0.047.')
})

test('a run of preset quick fills the README, its table of results and the pages of its claims', async () => {
  const before = page('docs/mechanism.md')
  const { status, stderr } = script(await reported('quick', [...theorems, 'ensemble-law']))
  expect([status, stderr]).toEqual([0, ''])
  expect(page('docs/results.md')).toMatch(
    /Preset quick, seed 3, 100 s with 2 workers[\s\S]*single models lie inside/,
  )
  expect(page('docs/results.md')).toMatch(
    /window: a share of\s[\d.]+, with\sClopper–Pearson\slimits\s[\d.]+\sand/,
  )
  expect(page('docs/results.md')).toContain('Settings, preset quick, regime `theorems`: k=40')
  expect(page('docs/results.md')).toContain('Definition 1 allows at most 0.4')
  expect(page('README.md')).toContain('Errors on data that show one view, preset quick, seed 3:')
  expect(page('docs/theorem-1.md')).toContain('The figure is of preset quick, seed 3, k = 40.')
  expect(page('docs/mechanism.md')).toBe(before)
})

test('a run of preset as-stated fills the page of departures and the lines of each theorem', async () => {
  const { stderr } = script(await reported('as-stated', ['departures']))
  expect(stderr).toMatch(/^missing, and left as it was:\n/)
  expect(page('docs/departures.md')).toMatch(
    /Preset as-stated, seed 3, k = 40, means of 8 data sets[\s\S]*\| τ = 1\/log² k \| as it is \| as it is \|/,
  )
  expect(page('docs/departures.md')).toMatch(/\| `departures` \| theorems \| 40 \|/)
  // Teachers do not read τ, so that it changes nothing in Theorems 1 and 2.
  for (const [at, hasTemperature] of [false, false, true, true].entries()) {
    const text = page(`docs/theorem-${at + 1}.md`)
    expect(text).toMatch(/each left out once: preset as-stated,\sseed\s3/)
    expect(/\| τ = 1\/log² k \| 0/.test(text)).toBe(hasTemperature)
  }
})
