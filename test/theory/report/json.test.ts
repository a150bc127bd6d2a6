import { createHash } from 'node:crypto'
import { checkReport, compareReports, reportFromJson, reportToJson } from '@multiview/theory/report'
import { describe, expect, test } from 'vitest'
import { sampleReport } from './sample.ts'

// These changes violate the types on purpose.
// biome-ignore lint/suspicious/noExplicitAny: a file written by someone else has any type
type Loose = any

/** The sample with one place changed, as a file written by someone else could be. */
function changed(change: (report: Loose) => void): unknown {
  const report = sampleReport()
  change(report)
  return report
}

describe('report.json', () => {
  test('reads back to the same report', () => {
    expect(reportFromJson(reportToJson(sampleReport()))).toEqual(sampleReport())
  })

  test('is the same text whatever the order of the keys that came in', () => {
    const { environment, ...rest } = sampleReport()
    const reordered = {
      environment,
      ...rest,
      claims: rest.claims.map(({ series, id, ...c }) => ({ series, ...c, id })),
    }
    expect(reportToJson(reordered)).toBe(reportToJson(sampleReport()))
  })

  test('has environment and checksum last, so that two runs agree up to there', () => {
    const report = sampleReport()
    report.environment.workers = 64
    const [a, b] = [reportToJson(sampleReport()), reportToJson(report)]
    const head = a.indexOf('"environment"')
    expect(a.slice(0, head)).toBe(b.slice(0, head))
    expect(Object.keys(JSON.parse(a)).slice(-2)).toEqual(['environment', 'checksum'])
  })

  test('has the SHA-256 of its text without the checksum, however its file is laid out', () => {
    const text = reportToJson(sampleReport())
    const [line, checksum] = /,\n {2}"checksum": "([0-9a-f]{64})"/.exec(text) as string[]
    const without = text.replace(line, '').trimEnd()
    expect(checksum).toBe(createHash('sha256').update(without).digest('hex'))
    expect(reportFromJson(JSON.stringify(JSON.parse(text)))).toEqual(sampleReport())
    // A report of an earlier version has none.
    expect(reportFromJson(without)).toEqual(sampleReport())
  })

  test('with a changed number, text or checksum is refused', () => {
    const changes: ((report: Loose) => void)[] = [
      r => (r.claims[0].measured.value += Number.EPSILON),
      r => (r.seed += 1),
      r => (r.environment.cpu = 'another'),
      r => (r.checksum = r.checksum.replace(/./, (digit: string) => (digit === '0' ? '1' : '0'))),
      r => (r.checksum = ''),
    ]
    for (const change of changes) {
      const written = JSON.parse(reportToJson(sampleReport()))
      change(written)
      expect(() => reportFromJson(JSON.stringify(written))).toThrow(
        'its checksum does not match: it was damaged or changed; restore it, or run again',
      )
    }
  })

  test('is a report with its checksum, too, which the next text does not take over', () => {
    const written = checkReport(JSON.parse(reportToJson(sampleReport())))
    expect(written.checksum).toMatch(/^[0-9a-f]{64}$/)
    const changed = { ...written, seed: 8 }
    expect(reportFromJson(reportToJson(changed)).seed).toBe(8)
    expect(compareReports(written, sampleReport())).toEqual([])
  })

  test('writes numbers in their shortest form and ends with one newline', () => {
    const report = sampleReport()
    report.settings = { third: 1 / 3, tiny: 5e-324, tenth: 0.1, large: 1e21 }
    const text = reportToJson(report)
    expect(text).toContain('"third": 0.3333333333333333,')
    expect(text).toContain('"tiny": 5e-324,')
    expect(text).toContain('"large": 1e+21')
    expect(text).toMatch(/[^\n]\n$/)
  })
})

describe('what is not a report', () => {
  test.each<[string, (report: Loose) => void, string | RegExp]>([
    [
      'another schema',
      r => (r.schema = 'multiview.report/4'),
      'schema is "multiview.report/4": must be "multiview.report/3"',
    ],
    ['NaN', r => (r.claims[0].measured.value = Number.NaN), 'claims.0.measured.value is NaN'],
    [
      'Infinity',
      r => (r.claims[1].predicted = Number.POSITIVE_INFINITY),
      'claims.1.predicted is Infinity: must be finite',
    ],
    [
      'a claim without a verdict',
      r => delete r.claims[2].verdict,
      'claims.2.verdict is missing: the format needs it',
    ],
    [
      'an unknown verdict',
      r => (r.claims[2].verdict = 'probably'),
      'claims.2.verdict is "probably": must be "holds"',
    ],
    ['an unknown field', r => (r.claims[0].comment = 'x'), 'claims.0.comment is not a field of the format'],
    [
      'a bound open on both sides',
      r => (r.claims[1].bound.high = null),
      'claims.1.bound is {"low":null,"high":null}: must have a number',
    ],
    [
      'an id that leaves the folder',
      r => (r.claims[0].id = '../../etc/passwd'),
      'claims.0.id is "../../etc/passwd": must be words',
    ],
    [
      'two series of one role',
      r => (r.claims[3].series[1].role = r.claims[3].series[0].role),
      /^claims\.3\.series is .*: must have a role of its own for each series$/,
    ],
    [
      'a role that is not an id',
      r => (r.claims[3].series[1].role = 'Error of x'),
      'claims.3.series.1.role is "Error of x": must be words',
    ],
    ['lists of different length', r => r.claims[0].series[0].x.pop(), 'claims.0.series.0 is'],
    [
      'a level of 95',
      r => (r.claims[0].measured.level = 95),
      'claims.0.measured.level is 95: must lie below 1',
    ],
    ['half a draw', r => (r.claims[0].measured.n = 7.5), 'claims.0.measured.n is 7.5: must be an integer'],
    [
      'a text as a number',
      r => (r.claims[0].measured.low = '0.4'),
      'claims.0.measured.low is "0.4": must be a number',
    ],
    ['a text as settings', r => (r.settings = 'x'.repeat(1e5)), /^settings is "x{56}…: must be an object$/],
    [
      'a key without end',
      r => (r.settings = { ['x'.repeat(1e5)]: {} }),
      /^settings\.x{88}… is \{\}: must be a number/,
    ],
  ])('%s is refused in one line that says where', (_, change, message) => {
    const attempt = () => checkReport(changed(change))
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(message)
    expect(attempt).toThrow(/^[^\n]*$/)
  })

  test.each(['', '{', '[]', 'null', '"report"', '{}'])('the text %j is refused in one line', text => {
    expect(() => reportFromJson(text)).toThrow(/^[^\n]+$/)
  })

  test('the writer refuses it too', () => {
    const report = sampleReport()
    report.claims[0].measured.high = Number.NaN
    expect(() => reportToJson(report)).toThrow('claims.0.measured.high is NaN')
  })
})
