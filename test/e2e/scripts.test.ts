import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { folder } from './command.ts'
import { root } from './examples.ts'

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

describe('the script of a release', () => {
  test('packs the packages, and names what is missing', () => {
    const out = join(folder(), 'release')
    const release = (...words: readonly string[]) =>
      spawnSync(process.execPath, [join(root, 'scripts/release.mjs'), ...words], { encoding: 'utf8' })
    const first = release('--out', out, '--no-tests', '--tag', 'v0.0.7')
    expect(first.status).toBe(1)
    expect(first.stderr).toMatch(/^Not ready:\n(- [^\n]+[.:]\n)+$/)
    expect(first.stderr).toContain('- The tag v0.0.7 is not v')
    expect(first.stderr).toContain('- The tests have not run: leave out --no-tests.\n')
    const lines = first.stdout.trimEnd().split('\n')
    expect(
      lines.map(line => /multiview-(\w+)-[\d.]+\.tgz: \d+ bytes, sha512-\S{88}$/.exec(line)?.[1]),
    ).toEqual(['tensor', 'network', 'cluster', 'theory'])
    expect(readdirSync(out)).toHaveLength(4)
    for (const words of [['--out', out], ['--publish'], []]) {
      const { status, stdout, stderr } = release(...words)
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^usage: node scripts\/release\.mjs --out DIR /)
    }
  })
})
