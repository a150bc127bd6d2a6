import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { claims } from '@multiview/theory'
import { beforeAll, describe, expect, test } from 'vitest'
import { folder, impossible, multiview, start, tinyModels } from './command.ts'

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
    [['verify', 'theorem-1-singel'], /Did you mean "theorem-1-single"\?$/m],
    [['verify', '--set', 'k=1'], /k is "1"; it must be an integer in \[2,/],
    [['verfy'], /unknown command 'verfy' \(Did you mean verify\?\)/],
    [['verify', '--out', 'file'], /file is a file; name a folder/],
    [['verify', '--out', join('file', 'below')], /cannot be written/],
    [['verify', '--out', '/proc/multiview'], /cannot be written/],
    [
      ['verify', '--out', 'foreign'],
      /holds thesis.tex, which is not a file of multiview; move it, or name another folder/,
    ],
    [['verify', '--out', 'unfinished'], /unfinished run; resume it with --resume unfinished/],
    [['verify', '--resume', 'foreign'], /holds no run of multiview/],
    [['verify', '--resume', 'unfinished'], /damaged/],
    [['verify', '--resume', 'unfinished', '--seed', '3', '--set', 'k=3'], /; remove --seed\./],
    [['report', 'foreign'], /<dir> foreign holds no report\.json; name the folder of a finished run\./],
    [
      ['report', 'unfinished'],
      /<dir> unfinished holds a run without a report\.json; finish it with multiview verify/,
    ],
  ])('%j', async (args, message) => {
    const { status, out, err } = await multiview(args, cwd)
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toMatch(message)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(err).toMatch(/^multiview: /)
  })

  test('impossible settings are refused before an earlier run is touched', async () => {
    await multiview(['verify', 'lemma-tensor-power', '--quiet', '--out', 'earlier'], cwd)
    const before = readFileSync(join(cwd, 'earlier', 'report.json'), 'utf8')
    const args = ['verify', 'theorem-1-single', '--quiet', '--out', 'earlier']
    const { status, err } = await multiview([...args, '--set', 'k=2', '--set', 's=2', '--set', 'P=2'], cwd)
    expect(status).toBe(2)
    expect(err).toBe(
      'multiview: patches is 2; allowed: at least 6, so that a sample can hold every feature.\n',
    )
    expect(readFileSync(join(cwd, 'earlier', 'report.json'), 'utf8')).toBe(before)
  })

  test('no other run and no export is written into the folder of a run', async () => {
    await multiview(['verify', 'lemma-tensor-power', '--quiet', '--out', 'outer'], cwd)
    for (const words of [
      ['verify', 'lemma-tensor-power', '--out', join('outer', 'inner')],
      ['sweep', '--over', 'q=3,4', '--out', join('outer', 'runs', 'inner')],
      ['train', '--export', join('outer', 'inner')],
    ]) {
      const { status, err } = await multiview(words, cwd)
      expect(status).toBe(2)
      expect(err).toMatch(
        /^multiview: --(out|export) outer\/.*inner lies inside .*outer, which is the folder of another/,
      )
    }
    expect(readdirSync(join(cwd, 'outer')).sort()).toEqual([
      'figures',
      'report.html',
      'report.json',
      'request.json',
      'runs',
    ])
  })

  test('a run that its settings make impossible ends in one line, and its folder serves the next run', async () => {
    const args = ['verify', 'theorem-1-single', ...tinyModels, '--quiet', '--out', 'again', '--workers', '1']
    const ended = await start(args, cwd, impossible).finished
    expect(ended).toEqual({
      status: 2,
      out: '',
      err: 'multiview: multirateModel: a neuron changes by NaN; take a smaller step.\n',
    })
    const { status, err } = await multiview(
      ['verify', 'lemma-tensor-power', '--quiet', '--out', 'again'],
      cwd,
    )
    expect({ status, err }).toEqual({ status: 0, err: '' })
  })

  test('a sweep with a failed cell says why, and ends with status 3', async () => {
    // Node 20 may crash if a thread ends while it loads the module of --import: hence one thread.
    const folderAndThreads = ['--out', 'swept', '--workers', '1']
    const args = ['sweep', '--over', 'q=3,4', '--models', '1', ...tinyModels, '--quiet', ...folderAndThreads]
    const { status, out, err } = await start(args, cwd, impossible).finished
    expect(status).toBe(3)
    expect(out).toMatch(/^power .*\n3 +failed +failed +failed\n4 +failed/)
    expect(err).toBe(
      'multiview: the cell power=3 and 1 other cell failed: multirateModel: a neuron changes by NaN; take a smaller step.\n',
    )
  })
})

describe('help', () => {
  test.each([
    [['--help']],
    [['verify', '--help']],
    [['info', '--help']],
    [['report', '--help']],
    [['check', '--help']],
    [['compare', '--help']],
    [['runs', '--help']],
  ])('%j', async args => {
    const { status, out } = await multiview(args, cwd)
    expect(status).toBe(0)
    expect(out).toContain('Usage: multiview')
    if (args.length > 1) expect(out).toContain('Example:')
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(90)
  })

  test('--list shows every claim, info the machine and every setting', async () => {
    const listing = (await multiview(['verify', '--list'], cwd)).out.trimEnd().split('\n')
    expect(listing.map(line => line.split(' ')[0])).toEqual(claims.map(claim => claim.id))
    for (const line of listing) expect(line).toMatch(/\(((quick, )?(standard, )?full|beyond|as-stated)\)$/)
    const { out } = await multiview(['info'], cwd)
    for (const word of ['kernels: ', 'quick', 'singleViewFraction', 'μ mu ', 'σ_0 sigma_0'])
      expect(out).toContain(word)
  })

  test('--version prints only the version', async () => {
    expect((await multiview(['--version'], cwd)).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
