/**
 * Claims from files: the modules that the pages show, workers, a kill, resume, and errors in a run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { claims } from '@multiview/theory'
import { beforeAll, describe, expect, test } from 'vitest'
import { findings, folder, multiview, start } from './command.ts'
import { root } from './examples.ts'

let cwd: string

/** The module that a page shows, saved under the name that the page gives it. */
const save = (page: string): string => {
  const text = readFileSync(join(root, 'docs', page), 'utf8')
  const [, name, code] = /^```js run (\S+)\n([\s\S]*?)^```/m.exec(text) ?? []
  writeFileSync(join(cwd, name), code)
  return code
}

/** A trivial claim that runs at once. */
const coins = (part = '', heads = '0.5'): string => `
import { measuredMean, ofShare, seriesOfDraws } from '@multiview/theory'
import { sides } from './sides.mjs'
export const tasks = [{ kind: 'own:coin', run: ({ n }) => ({ heads: ${heads}, n }), isResult: (_, { heads }) => heads >= 0 }]
export const claims = [{
  id: 'coins', title: 'Coins', statement: 'S', source: 'nobody', control: { id: 'one-side', statement: 'C' },
  bound: { low: 0.2, high: 0.8 },
  size: { regime: 'limit', draws: { coins: 30 } },
  async measure({ scheduler, level, draws, seed }) {
    const toss = async j => (await scheduler.run({ kind: 'own:coin', n: j, sides, seed })).heads + (j % 2) / 100
    const values = await Promise.all(Array.from({ length: draws.coins }, (_, j) => toss(j)))
    return {
      measured: measuredMean(values, level, 'coin', ofShare),
      series: [seriesOfDraws('heads', 'heads of each coin', values)],
      control: { measured: measuredMean(values.map(() => 1), level, 'coin', ofShare) },
    }
  },
  ${part}
}]`

beforeAll(() => {
  cwd = folder()
  writeFileSync(join(cwd, 'sides.mjs'), 'export const sides = 2')
})

describe('the claim of docs/write-a-claim.md', () => {
  test('has under 40 lines, and holds as the page shows it', async () => {
    expect(save('write-a-claim.md').trimEnd().split('\n').length).toBeLessThan(40)
    const args = [
      'verify',
      'start-decides',
      '--claims',
      'start-decides.mjs',
      '--csv',
      '--quiet',
      '--out',
      'page',
    ]
    const { status, out, err } = await multiview(args, cwd)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/^holds +start-decides[\s\S]*control same-start: breaks/)
    const html = readFileSync(join(cwd, 'page', 'report.html'), 'utf8')
    expect(html).toContain('<h1>The start decides the view, and the data do not</h1>')
    expect(html).toContain('<p>Source: our own question.</p>')
    // Nothing of the paper, and only settings that its networks read.
    expect(html).not.toMatch(/Allen-Zhu|The idea in two minutes|All settings|temperature|members/)
    expect(readdirSync(join(cwd, 'page', 'figures'))).toEqual(['start-decides-window.svg'])
    const rows = readFileSync(join(cwd, 'page', 'series.csv'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(rows).toHaveLength(1 + 24)
    await multiview(['report', 'page', '--claims', 'start-decides.mjs', '--latex', '--bibtex'], cwd)
    const tex = readFileSync(join(cwd, 'page', 'report.tex'), 'utf8')
    expect(tex).toContain('\\includegraphics[width=\\linewidth]{figures/start-decides-window}')
    expect(readFileSync(join(cwd, 'page', 'report.bib'), 'utf8')).toContain('@misc{start-decides,')
    // The folder is that of a run, which another one may replace.
    expect((await multiview(args, cwd)).err).toBe('')
    expect(readFileSync(join(cwd, 'page', 'claims.csv'), 'utf8')).toMatch(/\nstart-decides,holds,0\.\d+,/)
  })

  test('has a parameter, which is listed', async () => {
    save('write-a-claim.md')
    const { out } = await multiview(['verify', '--list', '--claims', 'start-decides.mjs'], cwd)
    expect(out).toMatch(/\nstart-decides [^\n]*\n +pairs=24, a whole number, at least 8\n$/)
  })

  test('is swept over its parameter and the seed, and resumes', async () => {
    save('write-a-claim.md')
    const small = ['k=6', 's=3', 'N=72', 'σ_0=0.005'].flatMap(each => ['--set', each])
    const grid = ['--over', 'pairs=9,10', '--over', 'seed=3..4', '--out', 'swept', '--csv', '--quiet']
    const args = ['sweep', '--claims', 'start-decides.mjs', ...small, ...grid]
    const { status, out, err } = await multiview(args, cwd)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(
      /^pairs {2}seed {2}start-decides\n9 +3 +0\.\d+ \[.*\] (holds|fails|inconclusive)\n9 +4 .*\n10 +3 /,
    )
    const { cells, preset } = JSON.parse(readFileSync(join(cwd, 'swept', 'sweep.json'), 'utf8'))
    expect([preset, cells.length]).toEqual(['quick', 4])
    expect(cells[3].settings).toEqual({ pairs: 10, seed: 4 })
    expect(cells[3].measured['start-decides']).toMatchObject({ n: 10, control: expect.any(String) })
    expect(readFileSync(join(cwd, 'swept', 'sweep.csv'), 'utf8')).toMatch(
      /^pairs,seed,.*start-decides_verdict,/,
    )
    // One run of a cell gives what the sweep gives there.
    const single = ['verify', 'start-decides', '--claims', 'start-decides.mjs', ...small, '--quiet']
    await multiview([...single, '--set', 'pairs=10', '--seed', '4', '--reuse', 'swept', '--out', 'cell'], cwd)
    const [{ measured }] = JSON.parse(readFileSync(join(cwd, 'cell', 'report.json'), 'utf8')).claims
    expect(cells[3].measured['start-decides']).toMatchObject({ value: measured.value, low: measured.low })
    rmSync(join(cwd, 'swept', 'sweep.json'))
    const resumed = ['sweep', '--resume', 'swept', '--quiet']
    expect((await multiview(resumed, cwd)).err).toMatch(
      /began with a file of claims named "start-decides.mjs"/,
    )
    expect(await multiview([...resumed, '--claims', 'start-decides.mjs'], cwd)).toEqual({
      status: 0,
      out,
      err: '',
    })
  })

  test('gives the same report with one and two workers, and after a kill', async () => {
    save('write-a-claim.md')
    const small = ['k=6', 's=3', 'N=72', 'σ_0=0.005', 'pairs=9'].flatMap(each => ['--set', each])
    const args = ['verify', 'start-decides', '--claims', 'start-decides.mjs', ...small, '--quiet']
    await multiview([...args, '--workers', '1', '--out', 'one'], cwd)
    const { child, finished } = start([...args, '--workers', '2', '--out', 'two'], cwd)
    const runs = join(cwd, 'two', 'runs')
    while (!existsSync(runs) || readdirSync(runs).length < 4) await pause(5)
    child.kill('SIGKILL')
    await finished
    expect(existsSync(join(cwd, 'two', 'report.json'))).toBe(false)
    const { err } = await multiview(
      ['verify', '--resume', 'two', '--claims', 'start-decides.mjs', '--quiet', '--workers', '2'],
      cwd,
    )
    expect(err).toBe('')
    expect(findings(join(cwd, 'two'))).toBe(findings(join(cwd, 'one')))
    const { claims: judged } = JSON.parse(readFileSync(join(cwd, 'two', 'report.json'), 'utf8'))
    expect(judged[0].setting.pairs).toBe(9)
    expect(judged[0].measured.n).toBe(9)
    expect(judged[0].verdict === 'holds' || /pairs = 9 in place of 24/.test(judged[0].reason)).toBe(true)
    expect(await multiview(['compare', 'one', 'two'], cwd)).toEqual({
      status: 0,
      out: 'The reports are equal.\n',
      err: '',
    })
    const { status, out } = await multiview(['compare', 'one', 'page'], cwd)
    expect(status).toBe(1)
    expect(out).toMatch(/^report {2}settings\.classes {2}6 → \d+$/m)
    expect(out).toMatch(/^start-decides {2}setting\.classes {2}6 → \d+$/m)
  })
})

test('the claim of docs/own-network.md holds as the page shows it', async () => {
  save('own-network.md')
  const args = ['verify', 'second-layer', '--claims', 'second-layer.mjs', '--quiet', '--out', 'layer']
  const { status, out, err } = await multiview(args, cwd)
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(out).toMatch(/^holds +second-layer[\s\S]*control power-1: breaks/)
})

describe('a file of claims', () => {
  test('is listed behind our claims, and runs beside them; its .js file may lie anywhere', async () => {
    mkdirSync(join(cwd, 'deep'))
    writeFileSync(join(cwd, 'deep', 'sides.mjs'), 'export const sides = 2')
    const drawing = (name: string): string =>
      `figures: [{ roles: ['heads'], draw: () => ({ name: '${name}', title: 'Heads', caption: '', svg: '<svg/>' }) }]`
    writeFileSync(join(cwd, 'deep', 'coins.js'), coins(drawing('coins-heads')))
    const list = await multiview(['verify', '--list', '--claims', 'deep/coins.js'], cwd)
    expect(list.out).toMatch(new RegExp(`\n${claims.at(-1)?.id} [^\n]*\ncoins +Coins \\(`))
    const args = [
      'verify',
      'lemma-tensor-power',
      'coins',
      '--claims',
      'deep/coins.js',
      '--json',
      '--out',
      'both',
    ]
    const { status, out } = await multiview(args, cwd)
    expect(status).toBe(0)
    const report = JSON.parse(out)
    expect(report.claims.map(({ id }: { id: string }) => id)).toEqual(['lemma-tensor-power', 'coins'])
    expect(report.claims[1]).toMatchObject({
      verdict: 'holds',
      setting: { coins: 30 },
      boundSource: 'chosen',
    })
    const page = readFileSync(join(cwd, 'both', 'report.html'), 'utf8')
    expect(readdirSync(join(cwd, 'both', 'figures'))).toContain('coins-heads.svg')
    await multiview(['report', 'both', '--claims', 'deep/coins.js'], cwd)
    expect(readFileSync(join(cwd, 'both', 'report.html'), 'utf8')).toBe(page)
    const imported = `figures: async () => {
      const { groupsFigure } = await import('@multiview/theory/figures')
      return [groupsFigure({ title: 'G', caption: 'C', groups: [{ role: 'heads', name: 'coins' }] })]
    }`
    writeFileSync(join(cwd, 'deep', 'imported.mjs'), coins(imported))
    expect((await multiview(['report', 'both', '--claims', 'deep/imported.mjs'], cwd)).err).toBe('')
    expect(readdirSync(join(cwd, 'both', 'figures'))).toContain('coins-groups.svg')
    writeFileSync(join(cwd, 'deep', 'none.mjs'), coins('figures: async () => 3'))
    expect((await multiview(['report', 'both', '--claims', 'deep/none.mjs'], cwd)).err).toMatch(
      /figures of the claim coins gave 3; it must be a list of drawings/,
    )
    writeFileSync(join(cwd, 'deep', 'odd.mjs'), coins(drawing('../heads')))
    expect((await multiview(['report', 'both', '--claims', 'deep/odd.mjs'], cwd)).err).toMatch(
      /a figure of the claim coins is named "\.\.\/heads"; it must be "coins-" and words of a-z/,
    )
  })

  test('that imports a changed file is not resumed', async () => {
    writeFileSync(join(cwd, 'coins.mjs'), coins())
    await multiview(['verify', 'coins', '--claims', 'coins.mjs', '--quiet', '--out', 'run'], cwd)
    writeFileSync(join(cwd, 'sides.mjs'), 'export const sides = 3')
    const { status, err } = await multiview(['verify', '--resume', 'run', '--claims', 'coins.mjs'], cwd)
    writeFileSync(join(cwd, 'sides.mjs'), 'export const sides = 2')
    expect({ status, err }).toEqual({
      status: 2,
      err:
        'multiview: --resume run: coins.mjs, or a file that it imports, has changed since the run ' +
        'began; undo the change, or start a new run with another --out; --reuse run takes its results.\n',
    })
  })

  test('that is edited outside its tasks computes nothing again with --reuse', async () => {
    const log = join(cwd, 'tossed.txt')
    const logged = (part = '', heads = '0.5'): string =>
      coins(part, `(appendFileSync(${JSON.stringify(log)}, 'x'), ${heads})`).replace(
        'import { sides }',
        "import { appendFileSync } from 'node:fs'\nimport { sides }",
      )
    const tossed = (): number => readFileSync(log, 'utf8').length
    const verify = async (module: string, ...more: string[]) => {
      writeFileSync(join(cwd, 'logged.mjs'), module)
      const args = ['verify', 'coins', '--claims', 'logged.mjs', '--quiet', ...more]
      const { err } = await multiview(args, cwd)
      expect(err).toBe('')
    }
    await verify(logged(), '--out', 'first')
    expect(tossed()).toBe(30)
    const edited = logged("introduction: ['Two coins.', 'And more.'],").replace('coins: 30', 'coins: 31')
    await verify(edited, '--reuse', 'first', '--out', 'second')
    expect(tossed()).toBe(31)
    expect(readFileSync(join(cwd, 'second', 'report.html'), 'utf8')).toContain(
      '<p>Two coins.</p><p>And more.</p>',
    )
    const shown = (dir: string) => JSON.parse(readFileSync(join(cwd, dir, 'report.json'), 'utf8')).claims[0]
    expect(shown('second').series[0].value.slice(0, 30)).toEqual(shown('first').series[0].value)
    // The copies make the folder complete.
    rmSync(join(cwd, 'first'), { recursive: true })
    await verify(edited, '--reuse', 'second', '--out', 'third')
    expect(tossed()).toBe(31)
    await verify(logged('', '0.4'), '--reuse', 'second', '--out', 'fourth')
    expect(tossed()).toBe(61)
    const { err } = await multiview(['verify', 'coins', '--reuse', 'first', '--out', 'x'], cwd)
    expect(err).toMatch(/--reuse first holds no folder runs; name the folder of a run/)
  })

  test('is not its own source of results', async () => {
    const args = ['verify', 'lemma-tensor-power', '--reuse', 'second', '--out', 'second']
    const { status, err } = await multiview(args, cwd)
    expect([status, err]).toEqual([
      2,
      'multiview: --reuse second is the folder of this run; name another one with --out.\n',
    ])
  })

  test.each([
    [
      'measure throws',
      coins("async measure() { throw new TypeError('odd') }"),
      /measure of the claim coins threw TypeError: odd \(line \d+\)\.$/m,
    ],
    [
      'measure gives no control',
      coins(
        'measure: async () => ({ measured: { value: 1, low: 1, high: 1, level: null, n: 1, unit: "x" } })',
      ),
      /measure of the claim coins returned what a report cannot hold: control is missing/,
    ],
    [
      'a task gives what its kind does not promise',
      coins('', '-1'),
      /the kind own:coin of .*own\.mjs returned \{"heads":-1,"n":\d\}, which its isResult refuses/,
    ],
    [
      'a task throws',
      coins('', 'nothing'),
      /the kind own:coin of .*own\.mjs threw ReferenceError: nothing is not defined \(line \d+\)\.$/m,
    ],
    [
      'a kind does not exist',
      coins().replace("run({ kind: 'own:coin'", "run({ kind: 'own:dice'"),
      /there is no kind of task "own:dice"; choose from train, .*own:coin/,
    ],
  ])('in which %s gets one line, and its run can be resumed', async (what, text, line) => {
    const out = what.replaceAll(' ', '-')
    writeFileSync(join(cwd, 'own.mjs'), text)
    const args = ['verify', 'coins', '--claims', 'own.mjs', '--quiet', '--workers', '1', '--out', out]
    const { status, out: printed, err } = await multiview(args, cwd)
    expect({ status, printed }).toEqual({ status: 2, printed: '' })
    expect(err).toMatch(line)
    expect(readFileSync(join(cwd, out, 'request.json'), 'utf8')).not.toContain('ended')
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })
})
