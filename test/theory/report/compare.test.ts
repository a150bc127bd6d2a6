/** What differs between two reports, and reports as tables. */
import { claimsCsv, compareReports, type Report, seriesCsv } from '@multiview/theory/report'
import { expect, test } from 'vitest'
import { sampleReport } from './sample.ts'

const report = sampleReport()
const copy = (): Report => structuredClone(report)
const changed = (change: (report: Report) => void): string[] => {
  const other = copy()
  change(other)
  return compareReports(report, other).map(({ claim, place, change }) =>
    [claim ?? 'report', place, change].join('|'),
  )
}
const [first] = report.claims
const [line] = first.series

test('reports that differ in their environment alone are equal', () => {
  expect(
    changed(({ environment }) => {
      environment.workers++
      environment.cpu = 'another'
    }),
  ).toEqual([])
})

test('seed, settings, verdicts and numbers are told by their place', () => {
  expect(
    changed(other => {
      other.seed = 77
      other.settings = { ...other.settings, classes: 12, added: [1, 2] }
      other.claims[0].verdict = 'fails'
      other.claims[0].bound.low = null
      other.claims[0].control.measured.n = 3
    }),
  ).toEqual([
    `report|seed|${report.seed} → 77`,
    `report|settings.classes|${report.settings.classes} → 12`,
    'report|settings.added|– → [1,2]',
    `${first.id}|bound.low|${first.bound.low} → –`,
    `${first.id}|verdict|${first.verdict} → fails`,
    `${first.id}|control.measured.n|${first.control.measured.n} → 3`,
  ])
})

test('claims are told by their ids, whatever their order, and series by their roles', () => {
  expect(changed(({ claims }) => claims.reverse())).toEqual([])
  expect(changed(({ claims }) => claims.shift())).toEqual([`${first.id}||only in the first report`])
  expect(
    changed(({ claims: [claim] }) => {
      const [series] = claim.series.splice(0, 1)
      series.value[0] = Number(series.value[0]) + 0.25
      series.value[1] = Number(series.value[1]) - 0.125
      claim.series.push(series)
    }),
  ).toEqual([
    `${first.id}|series.[${line.role}].value|2 of ${line.value.length} values differ, by at most 0.25`,
  ])
  expect(changed(({ claims: [claim] }) => claim.series[0].value.push(1))).toEqual([
    `${first.id}|series.[${line.role}].value|${line.value.length} values → ${line.value.length + 1} values`,
  ])
})

test('the tables have a row for each claim and for each point of a series', () => {
  const claims = claimsCsv(report).trimEnd().split('\n')
  expect(claims).toHaveLength(1 + report.claims.length)
  expect(claims[1]).toContain(`${first.id},${first.verdict},${first.measured.value},`)
  const points = report.claims.flatMap(({ series }) => series.flatMap(({ x }) => x))
  const rows = seriesCsv(report).trimEnd().split('\n')
  expect(rows).toHaveLength(1 + points.length)
  expect(rows[0]).toBe('claim,role,name,x,value,low,high,predicted')
  const quoted = copy()
  quoted.claims[0].series[0].name = 'say "a", b'
  expect(seriesCsv(quoted)).toContain(`${first.id},${line.role},"say ""a"", b",${line.x[0]},`)
})
