/** A module of --claims that ends the process, or never ends, does not decide the exit status. */

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { folder, multiview } from './command.ts'

vi.setConfig({ testTimeout: 120_000 })

const cwd = folder()
const run = (name: string, measure: string, more = '') => {
  writeFileSync(
    join(cwd, `${name}.mjs`),
    `${more}
const measured = { value: 0.5, low: 0.4, high: 0.6, level: 0.95, n: 9, unit: 'draw' }
export const claims = [{
  id: 'own', title: 'T', statement: 'S', source: 'nobody', control: { id: 'none', statement: 'C' },
  bound: { low: 0, high: 1 }, size: { regime: 'limit', draws: {} },
  async measure() {
    ${measure}
    return { measured, control: { measured: { ...measured, value: 3, low: 2, high: 4 } } }
  },
}]`,
  )
  return multiview(['verify', 'own', '--claims', `${name}.mjs`, '--workers', '1', '--out', name], cwd)
}

test('process.exit, an error that nothing handles, and a measure that never ends', async () => {
  const [atImport, later, rejected, never] = await Promise.all([
    run('import', '', 'process.exit(0)'),
    run(
      'later',
      'setTimeout(() => process.exit(0), 50); measured.low = 2; measured.high = 3; measured.value = 2.5',
    ),
    run('rejected', "Promise.reject(new Error('odd')); await new Promise(r => setTimeout(r, 5000))"),
    run('never', 'await new Promise(() => {})'),
  ])
  expect(atImport).toEqual({
    status: 70,
    out: '',
    err: 'multiview: process.exit(0) ended the command before its end; remove the call from the module of --claims.\n',
  })
  expect(rejected.status).toBe(70)
  expect(rejected.err).toMatch(/^multiview: an error that nothing handles, .*\nError: odd\n/)
  expect(never.status).toBe(2)
  expect(never.err).toBe(
    'multiview: measure of own never ends: it waits, and nothing is left that it could wait for.\n',
  )
  expect([later.status, existsSync(join(cwd, 'later', 'report.json'))]).toEqual([1, true])
})
