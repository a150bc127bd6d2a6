import { sha256 } from '../files/hash.ts'
import { jsonText } from '../files/json-text.ts'
import { checkReport, type Report } from '../schema/report.ts'
import { fromSchema1 } from '../schema/report-1.ts'
import { fromSchema2 } from '../schema/report-2.ts'

/**
 * report.json as text: the keys in the order of the format, numbers in their shortest form that
 * reads back to the same bits, two spaces per indent, a newline at the end. Settings keep the order
 * they were given in. Lists of plain values stand on one line.
 *
 * The same report gives the same text; `environment` and `checksum` come last, so two runs of one
 * seed agree up to there. Throws a TypeError if the report does not follow the format, also for NaN
 * and Infinity.
 */
export function reportToJson(report: Report): string {
  const body = withoutChecksum(report)
  return `${jsonText({ ...body, checksum: checksumOf(body) })}\n`
}

function withoutChecksum(value: unknown): Report {
  const { checksum: _, ...report } = checkReport(value)
  return report
}

/** The checksum depends on the content of a report, and not on how its file is laid out. */
function checksumOf(report: Report): string {
  return sha256(jsonText(report))
}

/**
 * Reads report.json; reports of schemas 1 and 2 are given in the form of schema 3. Throws a
 * TypeError or SyntaxError of one line if it is not a report of ours, and if it has a checksum that
 * is not that of its content. A report of an earlier version has none.
 */
export function reportFromJson(text: string): Report {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new SyntaxError(`not JSON: ${(error as Error).message.split('\n')[0]}`)
  }
  switch ((value as { schema?: unknown } | null)?.schema) {
    case 'multiview.report/1':
      return fromSchema1(value)
    case 'multiview.report/2':
      return fromSchema2(value)
    default:
      return intact(value)
  }
}

function intact(value: unknown): Report {
  const report = withoutChecksum(value)
  const { checksum } = value as Report
  if (checksum !== undefined && checksum !== checksumOf(report))
    throw new TypeError('its checksum does not match: it was damaged or changed; restore it, or run again')
  return report
}
