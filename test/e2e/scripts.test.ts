import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url))
const run = (...words: readonly string[]) =>
  spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' })

describe('the script behind npm run', () => {
  // npm removes the `--` before arguments, pnpm and Yarn pass it on.
  test.each([
    ['npm', ['--version']],
    ['pnpm', ['--', '--version']],
  ])('hands arguments to the command as %s gives them', (_, words) => {
    const { status, stdout } = run('verify', ...words)
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)])
  })

  test('names what it can do when asked for anything else', () => {
    const { status, stdout, stderr } = run('verfy')
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'multiview: unknown task "verfy"; choose one of verify, bench, site, test, test:long.\n',
    )
  })
})
