/**
 * Reports of earlier formats are read and drawn. The fixture of schema 1 was written by version
 * 0.1.0 at commit 0c1a411.
 */

import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Measured, redrawReport, renderReport, reportFromJson, reportToJson } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { sampleReport } from './sample.ts'

const fixture = join(import.meta.dirname, 'fixtures', 'schema-1.json')
const text = readFileSync(fixture, 'utf8')

const withoutMethod = ({ method: _, ...measured }: Measured) => measured

describe('a report of schema 2', () => {
  const sample = sampleReport()
  const old = {
    ...sample,
    schema: 'multiview.report/2',
    claims: sample.claims.map(claim => ({
      ...claim,
      measured: withoutMethod(claim.measured),
      conditions: claim.conditions.map(({ method: _, n: __, ...condition }) => condition),
      control: { ...claim.control, measured: withoutMethod(claim.control.measured) },
    })),
  }

  test('lacks only how its intervals were computed', async () => {
    const report = reportFromJson(JSON.stringify(old))
    expect(report.claims.map(({ measured }) => measured.method)).toEqual(sample.claims.map(() => null))
    expect(report).toMatchObject({ ...old, schema: 'multiview.report/3' })
    expect(reportFromJson(reportToJson(report))).toEqual(report)
    expect((await renderReport(report)).figures).toEqual((await renderReport(sample)).figures)
  })

  test('with a field of schema 3 is refused', () => {
    const mixed = { ...old, claims: sample.claims }
    expect(() => reportFromJson(JSON.stringify(mixed))).toThrow('claims.0.measured.method is not a field')
  })
})

describe('a report of schema 1', () => {
  test('keeps its verdicts and numbers, and lacks only what it does not say', () => {
    const old = JSON.parse(text)
    expect(old.schema).toBe('multiview.report/1')
    const report = reportFromJson(text)
    expect(report.schema).toBe('multiview.report/3')
    report.claims.forEach((claim, i) => {
      const { conditions, series, control, verdict, measured } = old.claims[i]
      expect(claim).toMatchObject({ verdict, measured, control, regime: null, checks: [] })
      expect(claim.conditions).toMatchObject(conditions)
      expect(claim.series).toMatchObject(series)
      expect(claim.reason === null).toBe(verdict !== 'inconclusive')
    })
    // A report that was read can be written in the current format.
    expect(reportFromJson(reportToJson(report))).toEqual(report)
  })

  test('is drawn with the figures of its claims, its report.json untouched', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiview-schema-1-'))
    try {
      copyFileSync(fixture, join(folder, 'report.json'))
      await redrawReport(folder)
      expect(readdirSync(join(folder, 'figures')).sort()).toEqual([
        'ensemble-law-error.svg',
        'gaussian-control-contrast.svg',
        'growth-phases-decline.svg',
        'growth-phases-factors.svg',
        'growth-phases-times.svg',
        'lemma-tensor-power-growth.svg',
      ])
      expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(text)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('gives its series roles by their names, so that it has the figures of a report of today', async () => {
    const sample = sampleReport()
    const old = {
      ...sample,
      schema: 'multiview.report/1',
      claims: sample.claims.map(({ regime: _, checks: __, reason: ___, ...claim }) => ({
        ...claim,
        conditions: claim.conditions.map(({ name, measured, required, met }) => ({
          name,
          measured,
          required,
          met,
        })),
        series: claim.series.map(({ role, name, ...lists }) => ({
          name: role.startsWith('rule-') ? `share: ${name}` : name,
          ...lists,
        })),
        measured: { ...withoutMethod(claim.measured), level: 0.99 },
        control: { ...claim.control, measured: { ...withoutMethod(claim.control.measured), level: 0.99 } },
      })),
    }
    const read = reportFromJson(JSON.stringify(old))
    const roles = (claims: typeof sample.claims) =>
      claims.flatMap(({ series }) => series.map(({ role }) => role))
    const known = roles(sample.claims).map(role =>
      role === 'uncovered'
        ? 'series-2'
        : role === 'rule-stronger-start'
          ? 'rule-stronger-start-all-classes'
          : role,
    )
    expect(roles(read.claims)).toEqual(known)
    expect((await renderReport(read)).figures).toEqual((await renderReport(sample)).figures)
  })

  test('that does not follow its format is refused in one line', () => {
    const broken = JSON.parse(text)
    broken.claims[0].verdict = 'probably'
    expect(() => reportFromJson(JSON.stringify(broken))).toThrow(
      /^claims\.0\.verdict is "probably": must be "holds"[^\n]*$/,
    )
  })
})
