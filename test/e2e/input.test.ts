import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { claims } from '@multiview/theory'
import { beforeAll, describe, expect, test } from 'vitest'
import { folder, multiview } from './command.ts'

let cwd: string
beforeAll(() => {
  cwd = folder()
  mkdirSync(join(cwd, 'foreign'))
  writeFileSync(join(cwd, 'foreign', 'thesis.tex'), '')
  writeFileSync(join(cwd, 'file'), '')
  mkdirSync(join(cwd, 'unfinished'))
  writeFileSync(join(cwd, 'unfinished', 'request.json'), '{}')
})

describe('bad input gets one clear line and exit status 2', () => {
  test.each([
    [['verify', '--nope'], /unknown option '--nope'. See multiview verify --help/],
    [['verify', '--sead', '3'], /unknown option '--sead' \(Did you mean --seed\?\)/],
    [['verify', 'theorem-9'], /no claim "theorem-9"; choose from theorem-1-single/],
    [['verify', 'theorem-1-singel'], /Did you mean "theorem-1-single"\?$/m],
    [['verify', '--preset', 'quik'], /Did you mean "quick"\?$/m],
    [['verify', '--set', 'clases=3'], /no key "clases"; choose from classes.* Did you mean "classes"\?$/m],
    [['verify', '--set', 'stepRule=Adaptive'], /Did you mean "adaptive"\?$/m],
    [['verify', '--set', 'k=0x10'], /k is "0x10"; it must be an integer/],
    [
      ['train', '--regime', 'dens'],
      /--regime is "dens"; choose one of quick, dense.* Did you mean "dense"\?$/m,
    ],
    [['train', '--model', 'linear', '--export', 'x'], /--model is "linear"; choose one of limit, dense/],
    [['train', '--export', 'x', '--set', 'P=3', '--set', 'C_p=2'], /patches is 3; allowed: at least 4/],
    [['verify', '--preset', 'huge'], /--preset is "huge"; choose one of quick/],
    [['verify', '--set', 'colour=red'], /no key "colour"; choose from classes/],
    [['verify', '--set', 'classes'], /write it as key=value/],
    [['verify', '--set', 'k=1'], /k is "1"; it must be an integer in \[2,/],
    [['verify', '--set', 'classes=2.5'], /"2.5"; it must be an integer/],
    [['verify', '--set', 'q=1.9'], /q is "1.9"; it must be a number in \[2,/],
    [['verify', '--set', 'power=NaN'], /"NaN"; it must be a number/],
    [['verify', '--set', 'power='], /it must be a number/],
    [['verify', '--set', 'μ=0'], /in \(0, 1\)/],
    [['verify', '--set', 'singleViewFraction=1'], /in \(0, 1\)/],
    [['verify', '--set', 'ownWeight=1.2,1'], /a range "low,high" with low ≤ high/],
    [['verify', '--set', 'ownWeight=1'], /a range/],
    [['verify', '--set', 'stepRule=wild'], /adaptive or constant/],
    [['verify', '--set', 'γ=1.5'], /γ is "1.5"; it must be a number in \[0, 1\]/],
    [['verify', '--set', 's=11'], /at most classes = 10/],
    [['verify', '--set', 'P=1'], /P is "1"; it must be an integer in \[2,/],
    [['verify', '--set', 'q=2'], /no lottery/],
    [['verify', '--set', 'd=64'], /preset quick has no such setting/],
    [['verify', '--seed', 'x'], /--seed is "x"; it must be a whole number/],
    [['verify', '--seed', '-1'], /--seed is "-1"/],
    [['verify', '--seed', '1e3'], /--seed is "1e3"/],
    [['verify', '--workers', '0'], /--workers is "0"/],
    [['verify', '--out', 'file'], /file is a file; name a folder/],
    [['verify', '--out', join('file', 'below')], /cannot be written/],
    [['verify', '--out', '/proc/multiview'], /cannot be written/],
    [['verify', '--out', 'foreign'], /holds thesis.tex, which is no run of multiview/],
    [['verify', '--out', 'unfinished'], /unfinished run; go on with --resume unfinished/],
    [['verify', '--resume', 'foreign'], /holds no run of multiview/],
    [['verify', '--resume', 'unfinished'], /damaged/],
    [['verify', '--resume', 'unfinished', '--seed', '3', '--set', 'k=3'], /leave --seed away/],
    [['report', 'foreign'], /report.json cannot be read/],
    [['report'], /missing required argument/],
    [['frobnicate'], /unknown command 'frobnicate'. See multiview --help/],
    [['verfy'], /unknown command 'verfy' \(Did you mean verify\?\)/],
  ])('%j', async (args, message) => {
    const { status, out, err } = await multiview(args, cwd)
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toMatch(message)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(err).toMatch(/^multiview: /)
  })

  test('a run that its settings make impossible ends in one line too', async () => {
    const args = ['verify', 'theorem-1-single', '--quiet', '--out', 'impossible', '--workers', '1']
    const { status, err } = await multiview([...args, '--set', 'k=2', '--set', 's=2', '--set', 'P=2'], cwd)
    expect(status).toBe(2)
    expect(err).toBe('multiview: patches is 2; allowed: at least 4 for a sample drawn here.\n')
  })
})

describe('help', () => {
  test.each([[['--help']], [['verify', '--help']], [['info', '--help']], [['report', '--help']]])(
    '%j',
    async args => {
      const { status, out } = await multiview(args, cwd)
      expect(status).toBe(0)
      expect(out).toContain('Usage: multiview')
      if (args.length > 1) expect(out).toContain('Example:')
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(90)
    },
  )

  test('--list shows every claim, info the machine and every setting', async () => {
    const listing = (await multiview(['verify', '--list'], cwd)).out.trimEnd().split('\n')
    expect(listing.map(line => line.split(' ')[0])).toEqual(claims.map(claim => claim.id))
    for (const line of listing) expect(line).toMatch(/\((quick, )?(standard, )?full\)$/)
    const { out } = await multiview(['info'], cwd)
    for (const word of ['kernels: ', 'quick', 'singleViewFraction', 'μ', 'initialScale'])
      expect(out).toContain(word)
  })

  test('--version prints the version alone', async () => {
    expect((await multiview(['--version'], cwd)).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
