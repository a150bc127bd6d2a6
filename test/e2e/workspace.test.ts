import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { version } from '@multiview/theory'
import { expect, test } from 'vitest'
import { bin, folder } from './command.ts'

test('the packages resolve by their public names', async () => {
  for (const name of ['tensor', 'network', 'cluster', 'theory'])
    expect(await import(`@multiview/${name}`)).toBeTypeOf('object')
})

test.each(['multiview', '@multiview/theory'])(
  'npx %s is the command of this repository, without a network',
  name => {
    const cwd = fileURLToPath(new URL('../../', import.meta.url))
    const { status, stdout } = spawnSync('npx', ['--offline', '--no', '--', name, '--version'], {
      cwd,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
    expect([status, stdout]).toEqual([0, `${version}\n`])
  },
)

test('the command that is not built says what to run', () => {
  const elsewhere = folder()
  mkdirSync(join(elsewhere, 'bin'))
  cpSync(bin, join(elsewhere, 'bin', 'multiview.mjs'))
  const { status, stderr } = spawnSync(process.execPath, [join(elsewhere, 'bin', 'multiview.mjs'), 'info'], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([
    2,
    'multiview: the command is not built; run npm run verify or npm test once.\n',
  ])
})
