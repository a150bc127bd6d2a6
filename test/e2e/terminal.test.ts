import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkReport } from '@multiview/theory'
import { wantsColours } from '@multiview/theory/cli'
import { beforeAll, describe, expect, test } from 'vitest'
import { bin, folder, multiview, start } from './command.ts'

let cwd: string
beforeAll(() => {
  cwd = folder()
})
const lemma = ['verify', 'lemma-tensor-power', '--workers', '1']

describe('a pipe that is closed early', () => {
  test.each([[['info']], [['verify', '--list']], [['--help']]])('ends %j quietly', async args => {
    const { child, finished } = start(args, cwd)
    child.stdout!.destroy()
    expect(await finished).toEqual({ status: 0, out: '', err: '' })
  })

  test('does not keep a report from being written, nor change the status', async () => {
    const { child, finished } = start([...lemma, '--json', '--out', 'closed'], cwd)
    child.stdout!.destroy()
    expect(await finished).toEqual({ status: 0, out: '', err: '' })
    expect(existsSync(join(cwd, 'closed', 'report.html'))).toBe(true)
  })

  test('for progress does not stop the run', async () => {
    const { child, finished } = start(['train', '--export', 'deaf', '--set', 'N=24', '--set', 'm=1'], cwd)
    child.stderr!.destroy()
    expect((await finished).out).toContain('Export: deaf')
  })
})

describe('an end of its own has', () => {
  test.skipIf(!existsSync('/dev/full'))('an output that a full disk does not take: one line', () => {
    for (const words of [['info'], [...lemma, '--json', '--out', 'full']]) {
      const full = openSync('/dev/full', 'w')
      const { status, stderr } = spawnSync(process.execPath, [bin, ...words], {
        cwd,
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      })
      closeSync(full)
      expect([status, stderr]).toEqual([
        2,
        'multiview: The output cannot be written: the disk is full; free some space (ENOSPC).\n',
      ])
    }
    expect(existsSync(join(cwd, 'full', 'report.html'))).toBe(true)
  })

  test('an error of the program itself: it is shown in full, and its exit status is not one of a verdict', () => {
    const broken = 'data:text/javascript,performance.now = () => { throw new TypeError("broken") }'
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', broken, bin, 'info'], {
      cwd,
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([70, ''])
    expect(stderr).toMatch(/^multiview: internal error, please report it:\nTypeError: broken\n {4}at /)
  })
})

describe('colours', () => {
  test('are for terminals, and not for who said no or has one that shows none', () => {
    expect(wantsColours({ isTTY: true }, { TERM: 'xterm' })).toBe(true)
    expect(wantsColours({ isTTY: true }, { TERM: 'xterm', NO_COLOR: '' })).toBe(true)
    expect(wantsColours({ isTTY: true }, { TERM: 'xterm', NO_COLOR: '1' })).toBe(false)
    expect(wantsColours({ isTTY: true }, { TERM: 'dumb' })).toBe(false)
    expect(wantsColours({}, { TERM: 'xterm' })).toBe(false)
  })

  test('do not appear in a pipe, for all environment variables', () => {
    const env = { ...process.env, CI: 'true', FORCE_COLOR: '1', TERM: 'xterm-256color' }
    const { stdout, stderr } = spawnSync(process.execPath, [bin, ...lemma, '--out', 'plain'], {
      cwd,
      env,
      encoding: 'utf8',
    })
    expect(stdout).toContain('1 holds')
    expect(stdout + stderr).not.toContain('\u001b')
  })

  // `script` of util-linux gives a program a terminal.
  const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0
  test.skipIf(!hasScript)('appear on a terminal, and not with NO_COLOR', () => {
    const onTerminal = (env: Record<string, string>): string =>
      execFileSync(
        'script',
        ['-qec', `${process.execPath} ${bin} ${lemma.join(' ')} --out tty --quiet`, '/dev/null'],
        {
          cwd,
          env: { PATH: process.env.PATH!, TERM: 'xterm', ...env },
          encoding: 'utf8',
        },
      )
    expect(onTerminal({})).toContain('\u001b[32mholds')
    expect(onTerminal({ NO_COLOR: '1' })).not.toContain('\u001b')
  })
})

test('--json leaves standard output to the report, --quiet standard error to what is wrong', async () => {
  const { out, err } = await multiview([...lemma, '--json', '--quiet', '--out', 'json'], cwd)
  expect(checkReport(JSON.parse(out)).claims).toHaveLength(1)
  expect(out).toBe(readFileSync(join(cwd, 'json', 'report.json'), 'utf8'))
  expect(err).toBe('')
})
