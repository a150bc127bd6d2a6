import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recomputeReport, redrawReport, renderReport, reportFromJson, type Sweep } from '@multiview/theory'
import { summary } from '@multiview/theory/cli'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSweep } from '../../packages/theory/src/sweep/read.ts'
import { sampleReport } from '../theory/report/sample.ts'
import { effort, long } from './effort.ts'
import { anyJson, changedJson, oddNumber } from './hostile-json.ts'

const report = sampleReport()
const schema1 = join(import.meta.dirname, '..', 'theory', 'report', 'fixtures', 'schema-1.json')

const mean = { rule: 'mean', sides: 1, values: [0.1, 0.2, null], span: null, tests: null } as const
const test1 = { singleErrors: 1, singles: 9, multiErrors: 0, multis: 9, singleViewFraction: 0.2 }
/** Draws of several rules. */
const draws = [
  mean,
  { rule: 'ratio', numerators: [1, 2], denominators: [2, 3], span: { low: 0, high: null }, ofPair: null },
  { rule: 'share', count: 3, n: 9 },
  { rule: 'error', ...test1 },
  { rule: 'error of groups', errors: [1, 0], samples: [4, 5], weights: [0.5, 2] },
  {
    rule: 'both ways',
    of: [
      {
        level: 0.9,
        draws: { rule: 'highest limit', of: [{ level: 0.99, draws: { rule: 'error', ...test1 } }] },
      },
      { level: 0.9, draws: mean },
    ],
  },
] as const

/** A report with one claim of each kind of figure, short enough to be drawn a thousand times. */
const small = {
  ...report,
  claims: report.claims.map((claim, at) => ({
    ...claim,
    measured: { ...claim.measured, draws: draws[at % draws.length] },
    series: claim.series.slice(0, 3).map(({ role, name, x, value, low, high, predicted }) => ({
      role,
      name,
      x: x.slice(0, 4),
      value: value.slice(0, 4),
      low: low?.slice(0, 4) ?? null,
      high: high?.slice(0, 4) ?? null,
      predicted: predicted?.slice(0, 4) ?? null,
    })),
  })),
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value))

const parsed = (text: string) => {
  try {
    const report = reportFromJson(text)
    // What it states may be wrong in any way.
    recomputeReport(report)
    return report
  } catch (error) {
    expect((error as Error).name).toMatch(/^(TypeError|SyntaxError)$/)
    expect((error as Error).message).toMatch(/^[^\n]{5,1000}$/)
    return undefined
  }
}

describe('a report.json', () => {
  test('of any content is a report, or gets one clear line', () => {
    let taken = 0
    fc.assert(
      fc.property(
        fc.oneof({ weight: 9, arbitrary: changedJson(asJson(small)) }, anyJson, fc.string()),
        text => {
          if (parsed(text)) taken++
        },
      ),
      effort,
    )
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(effort.numRuns)
  })

  test('of schema 1 with anything changed is a report, or gets one clear line', () => {
    const old = JSON.parse(readFileSync(schema1, 'utf8'))
    let taken = 0
    fc.assert(
      fc.property(changedJson({ ...old, claims: old.claims.slice(0, 1) }), text => {
        if (parsed(text)) taken++
      }),
      effort,
    )
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(effort.numRuns)
  })

  test('of whatever numbers is drawn and summed up, within its size', async () => {
    const numbers = fc.array(fc.option(oddNumber, { nil: null }), { minLength: 5, maxLength: 5 })
    const series = fc.record({
      role: fc.constantFrom(...new Set(report.claims.flatMap(claim => claim.series.map(each => each.role)))),
      name: fc.string({ maxLength: 20 }),
      x: fc.array(oddNumber, { minLength: 5, maxLength: 5 }),
      value: numbers,
      low: fc.option(numbers),
      high: fc.option(numbers),
      predicted: fc.option(numbers),
    })
    const changed = fc
      .record({
        claim: fc.constantFrom(...report.claims),
        series: fc.uniqueArray(series, { maxLength: 3, selector: ({ role }) => role }),
        value: oddNumber,
        low: fc.option(oddNumber),
        high: fc.option(oddNumber),
      })
      .map(({ claim, series, value, low, high }) => ({
        ...report,
        claims: [
          {
            ...claim,
            series,
            measured: { ...claim.measured, value, low, high },
            bound: { low: value, high },
          },
        ],
      }))
    await fc.assert(
      fc.asyncProperty(changed, async each => {
        const { html, figures } = await renderReport(reportFromJson(JSON.stringify(each)))
        expect(html).toContain('</html>')
        expect(html.length).toBeLessThan(2_000_000)
        for (const { svg } of figures) expect(svg).not.toMatch(/NaN|Infinity|undefined/)
        for (const line of summary(each, false).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
      }),
      { ...effort, numRuns: long ? 10_000 : 100 },
    )
  })
})

describe('nothing is written outside the folder of a report', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'multiview-report-'))
    mkdirSync(join(folder, 'elsewhere'))
    writeFileSync(join(folder, 'elsewhere', 'kept.svg'), 'kept')
    mkdirSync(join(folder, 'run'))
    writeFileSync(join(folder, 'run', 'report.json'), JSON.stringify(report))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('whose figures/ is a link', async () => {
    symlinkSync(join('..', 'elsewhere'), join(folder, 'run', 'figures'))
    await expect(redrawReport(join(folder, 'run'))).rejects.toThrow(/figures is a link; it must be a folder/)
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['kept.svg'])
  })

  test('whose report.html is a link: the link is replaced', async () => {
    symlinkSync(join('..', 'elsewhere', 'kept.svg'), join(folder, 'run', 'report.html'))
    await redrawReport(join(folder, 'run'))
    expect(readFileSync(join(folder, 'elsewhere', 'kept.svg'), 'utf8')).toBe('kept')
    expect(readFileSync(join(folder, 'run', 'report.html'), 'utf8')).toContain('</html>')
  })

  test.each(['../elsewhere/x', '/tmp/x', 'a/b', '..', 'A', 'x.svg'])('whose claim is called %s', async id => {
    const text = JSON.stringify({ ...report, claims: [{ ...report.claims[0], id }] })
    writeFileSync(join(folder, 'run', 'report.json'), text)
    await expect(redrawReport(join(folder, 'run'))).rejects.toThrow(/claims.0.id is .*: must be words of a-z/)
    expect(readdirSync(join(folder, 'run'))).toEqual(['report.json'])
  })
})

describe('a sweep.json', () => {
  const sweep: Sweep = {
    schema: 'multiview.sweep/1',
    regime: 'limit',
    settings: { classes: 4, ownWeight: [1, 1.2], stepRule: 'adaptive' },
    over: [{ name: 'members', values: [1, 3] }],
    seed: 1,
    models: 8,
    version: '0.1.0',
    measurements: [{ name: 'single', title: 'error', bound: { low: 0.49, high: 0.51 } }],
    cells: [1, 3].map(members => ({
      settings: { members },
      models: 8,
      networks: 8 * members,
      measured: {
        single: { value: 0.5, low: 0.4, high: 0.6, level: 0.95, n: 8, unit: 'data set', draws: draws[0] },
        ensemble: { failure: 'the loss diverges' },
      },
    })),
  }
  const folder = mkdtempSync(join(tmpdir(), 'multiview-sweep-'))
  const read = (text: string): Sweep | undefined => {
    writeFileSync(join(folder, 'sweep.json'), text)
    try {
      return readSweep(folder)
    } catch (error) {
      expect((error as Error).message).toMatch(/^\S+sweep\.json is not a sweep of multiview: [^\n]{5,500}$/)
      return undefined
    }
  }

  test('is read as it was written', () => expect(read(JSON.stringify(sweep))).toEqual(sweep))

  test('of any content is a sweep, or gets one clear line', () => {
    let taken = 0
    fc.assert(
      fc.property(
        fc.oneof({ weight: 9, arbitrary: changedJson(asJson(sweep)) }, anyJson, fc.string()),
        text => {
          if (read(text)) taken++
        },
      ),
      effort,
    )
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(effort.numRuns)
  })
})
