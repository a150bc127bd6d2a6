import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { meanInterval } from '@multiview/theory'
import { beforeAll, describe, expect, test } from 'vitest'
import { folder, multiview, start } from './command.ts'

const grid = [
  '--over',
  'k=3,4',
  '--over',
  'L=1,3',
  '--set',
  's=1.5',
  '--set',
  'N=24',
  '--set',
  'm=2',
  '--set',
  'targetLoss=0.01',
]

let cwd: string
let table: string
const json = (dir: string): string => readFileSync(join(cwd, dir, 'sweep.json'), 'utf8')
beforeAll(async () => {
  cwd = folder()
  const { status, out, err } = await multiview(['sweep', ...grid, '--out', 'one', '--workers', '1'], cwd)
  expect(status, err).toBe(0)
  table = out
})

describe('a sweep', () => {
  test('has a row for each combination, with the errors of single models and of ensembles and their intervals', () => {
    const { schema, over, cells } = JSON.parse(json('one'))
    expect(schema).toBe('multiview.sweep/1')
    expect(over).toEqual([
      { name: 'classes', values: [3, 4] },
      { name: 'members', values: [1, 3] },
    ])
    expect(cells.map((cell: { settings: object }) => cell.settings)).toEqual([
      { classes: 3, members: 1 },
      { classes: 3, members: 3 },
      { classes: 4, members: 1 },
      { classes: 4, members: 3 },
    ])
    for (const { settings, models, networks, measured } of cells) {
      expect([models, networks]).toEqual([8, 8 * settings.members])
      expect(measured.single).toMatchObject({ level: 0.95, n: 8, unit: 'data set with one model' })
      expect(measured.single.low).toBeLessThan(measured.single.value)
      expect(measured.ensemble.high).toBeGreaterThan(measured.ensemble.value)
      if (settings.members === 1) expect(measured.ensemble.value).toBe(measured.single.value)
    }
    // Cells that differ only in L share their models: an ensemble has the first model too.
    expect(cells[0].measured.single).toEqual(cells[1].measured.single)
    expect(readdirSync(join(cwd, 'one', 'runs'))).toHaveLength(2 * 8 * 3)
  })

  test('prints a table that fits a terminal, and draws one figure', () => {
    const lines = table.split('\n')
    expect(lines[0]).toMatch(/^classes {2}members {2}single +ensemble +trained$/)
    expect(lines[1]).toMatch(/^3 +1 +\d/)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    const page = readFileSync(join(cwd, 'one', 'sweep.html'), 'utf8')
    expect(page.match(/<svg [^>]*xmlns/g)).toHaveLength(1)
    expect(page).not.toMatch(/<(script|link)|src=|url\(|NaN|undefined/)
    expect(readFileSync(join(cwd, 'one', 'sweep.svg'), 'utf8')).toContain('error of an ensemble')
  })

  test('is the same with two workers, and --json prints it alone', async () => {
    const { out, err } = await multiview(['sweep', ...grid, '--out', 'two', '--workers', '2', '--json'], cwd)
    expect(err).toBe('')
    expect(out).toBe(json('one'))
    expect(json('two')).toBe(json('one'))
  })

  test('that was killed resumes to the same result', async () => {
    const { child, finished } = start(['sweep', ...grid, '--csv', '--out', 'killed', '--workers', '2'], cwd)
    const runs = join(cwd, 'killed', 'runs')
    while (!existsSync(runs) || readdirSync(runs).length < 10) await pause(5)
    child.kill('SIGKILL')
    await finished
    expect(existsSync(join(cwd, 'killed', 'sweep.json'))).toBe(false)
    const { status } = await multiview(['sweep', '--resume', 'killed'], cwd)
    expect(status).toBe(0)
    expect(json('killed')).toBe(json('one'))
    expect(readFileSync(join(cwd, 'killed', 'sweep.csv'), 'utf8')).toMatch(/^classes,members,/)
    const { status: refused, err } = await multiview(['verify', '--resume', 'killed'], cwd)
    expect([refused, err]).toEqual([
      2,
      'multiview: --resume killed is a run of the format multiview.sweep-request/1; this command resumes runs of the format multiview.request/1.\n',
    ])
  })

  test('is compared with another one cell by cell, and draw by draw at the same seed', async () => {
    expect(await multiview(['compare', 'one', 'two'], cwd)).toEqual({
      status: 0,
      out: 'All cells are equal.\n',
      err: '',
    })
    const larger = grid.map(word => (word === 'm=2' ? 'm=3' : word))
    await multiview(['sweep', ...larger, '--out', 'larger', '--quiet'], cwd)
    const { status, out } = await multiview(['compare', 'one', 'larger'], cwd)
    expect(status).toBe(1)
    const interval = String.raw`\S+ \[\S+, \S+\]`
    expect(out).toMatch(
      new RegExp(
        `^classes=3, members=1: single\n {2}one +${interval}\n {2}larger +${interval} +[+−]${interval} over 8 pairs$`,
        'm',
      ),
    )
    expect(out).toMatch(/\n\d+ of 12 values differ\.\n$/)
    // The interval is that of the differences.
    const drawsOf = (dir: string): number[] => JSON.parse(json(dir)).cells[0].measured.single.draws.values
    const before = drawsOf('one')
    const { value, low } = meanInterval(
      drawsOf('larger').map((draw, at) => draw - before[at]),
      0.95,
    )
    const shown = (x: number): string => `${x > 0 ? '+' : '−'}${Math.abs(Number(x.toPrecision(4)))}`
    expect(out).toContain(`${shown(value)} [${shown(low)}, `)
  })

  test('takes ranges and words as values, and a number of data sets for each value of the first axis', async () => {
    const args = [
      '--over',
      'ownWeight=1:1.1,1:1.2',
      '--over',
      'stepRule=adaptive,constant',
      '--models',
      '1,2',
    ]
    const small = ['--set', 'k=2', '--set', 's=0', '--set', 'N=8', '--set', 'm=1', '--set', 'L=1']
    const { status, out } = await multiview(['sweep', ...args, ...small, '--out', 'words', '--quiet'], cwd)
    expect(status).toBe(0)
    expect(out).toMatch(/^ownWeight {2}stepRule/)
    const { models, cells } = JSON.parse(json('words'))
    expect(models).toEqual([1, 2])
    expect(cells[3].settings).toEqual({ ownWeight: [1, 1.2], stepRule: 'constant' })
    expect(cells.map((cell: { models: number }) => cell.models)).toEqual([1, 1, 2, 2])
    rmSync(join(cwd, 'words'), { recursive: true })
  })
  test('refuses a list of data sets that does not fit its first axis, in one line', async () => {
    const { status, err } = await multiview(
      ['sweep', '--over', 'k=3,4', '--models', '1,2,3', '--out', 'x'],
      cwd,
    )
    expect(status).toBe(2)
    expect(err).toMatch(/^multiview: --models has 3 numbers; --over classes has 2 values: .*\n$/)
  })
  test('measures students too in the regime of distillation; of one data set it gives no intervals', async () => {
    const small = ['m=6', 'L=2', 's=1.5'].flatMap(set => ['--set', set])
    const args = ['--regime', 'theorems', '--over', 'k=6,8', '--models', '1', ...small]
    const { status, err } = await multiview(['sweep', ...args, '--out', 'taught', '--quiet'], cwd)
    expect(status, err).toBe(0)
    const { cells } = JSON.parse(json('taught'))
    for (const { settings, measured } of cells) {
      // The settings that depend on the number of classes.
      expect(settings).toMatchObject({ samples: 12 * settings.classes, distillationRate: settings.classes })
      expect(Object.keys(measured)).toEqual([
        ...['single', 'ensemble', 'distilled', 'selfDistilled', 'bothViews', 'wrongNeurons'],
      ])
      for (const name of ['single', 'ensemble', 'distilled', 'selfDistilled'])
        expect(measured[name]).toMatchObject({ low: null, high: null, n: 1 })
      expect(measured.single.value).toBeGreaterThan(0.2)
      expect(measured.single.value).toBeLessThan(0.55)
    }
    // With so few classes a student fits its teachers through neurons of the wrong class too.
    expect(cells[1].measured.wrongNeurons.value).toBeGreaterThan(0)
    rmSync(join(cwd, 'taught'), { recursive: true })
  })
})
