/** The format `multiview.report/1` of report.json: every field, what it may hold, and how a file is checked. */

import * as v from 'valibot'

// JSON knows neither NaN nor Infinity; what could not be measured is null.
const finite = v.pipe(v.number('must be a number'), v.finite('must be finite'))
const count = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be an integer'),
  v.minValue(0, 'must be at least 0'),
)
const text = v.string('must be a text')
// Ids become file names, so nothing that could leave the folder is let in.
const id = v.pipe(text, v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be words of a-z and 0-9 joined by "-"'))

export const settingValue = v.union(
  [finite, text, v.boolean(), v.null(), v.array(finite, 'must be a list')],
  'must be a number, a text, true, false, null or a list of numbers',
)
const settings = v.record(text, settingValue, 'must be an object')

export const measured = v.strictObject({
  value: v.nullable(finite),
  low: v.nullable(finite),
  high: v.nullable(finite),
  level: v.pipe(finite, v.gtValue(0, 'must lie above 0'), v.ltValue(1, 'must lie below 1')),
  n: count,
  unit: text,
})

export const bound = v.pipe(
  v.strictObject({ low: v.nullable(finite), high: v.nullable(finite) }),
  v.check(side => side.low !== null || side.high !== null, 'must have a number on at least one side'),
)

export const condition = v.strictObject({
  name: text,
  measured: v.union([finite, text, v.boolean(), v.null()], 'must be a number, a text, true, false or null'),
  required: v.union([finite, text, v.boolean()], 'must be a number, a text, true or false'),
  met: v.boolean('must be true or false'),
})

export const series = v.pipe(
  v.strictObject({
    name: text,
    x: v.array(finite, 'must be a list'),
    value: v.array(v.nullable(finite), 'must be a list'),
    low: v.nullable(v.array(v.nullable(finite), 'must be a list')),
    high: v.nullable(v.array(v.nullable(finite), 'must be a list')),
    predicted: v.nullable(v.array(v.nullable(finite), 'must be a list')),
  }),
  v.check(
    s => [s.value, s.low, s.high, s.predicted].every(list => list === null || list.length === s.x.length),
    'must have value, low, high and predicted as long as x',
  ),
)

export const control = v.strictObject({
  id,
  statement: text,
  measured,
  verdict: v.picklist(['breaks', 'does not break'], 'must be "breaks" or "does not break"'),
})

export const claim = v.strictObject({
  id,
  title: text,
  statement: text,
  source: text,
  setting: settings,
  measured,
  predicted: v.nullable(finite),
  bound,
  boundSource: v.picklist(['theorem', 'chosen'], 'must be "theorem" or "chosen"'),
  conditions: v.array(condition, 'must be a list'),
  series: v.array(series, 'must be a list'),
  verdict: v.picklist(['holds', 'fails', 'inconclusive'], 'must be "holds", "fails" or "inconclusive"'),
  control,
})

export const environment = v.strictObject({
  node: text,
  platform: text,
  cpu: text,
  workers: count,
  durationSeconds: finite,
  kernels: text,
})

export const report = v.strictObject({
  schema: v.literal('multiview.report/1', 'must be "multiview.report/1"'),
  preset: text,
  seed: v.pipe(v.number('must be a number'), v.safeInteger('must be an integer')),
  version: text,
  settings,
  claims: v.array(claim, 'must be a list'),
  environment,
})

/** A whole report, as report.json holds it. */
export type Report = v.InferOutput<typeof report>

/** Where, how and how fast a report was made: the one part that differs between runs of the same seed. */
export type Environment = v.InferOutput<typeof environment>

/** Checks a value against the format. Throws a TypeError of one line that names the place, the value and what is allowed. */
export function checkReport(value: unknown): Report {
  const result = v.safeParse(report, value)
  if (result.success) return result.output
  const issue = result.issues[0]
  const place = cut(v.getDotPath(issue) ?? 'the report', 100)
  const more = result.issues.length > 1 ? ` (and ${result.issues.length - 1} more)` : ''
  throw new TypeError(`${place} ${explain(issue)}${more}`)
}

function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return `is ${shown(issue.input)}: ${issue.message}`
  if (issue.expected === 'never') return 'is no field of the format: it must be left out'
  if (issue.received === 'undefined') return 'is missing: the format needs it'
  return `is ${shown(issue.input)}: must be an object`
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return cut(jsonOf(value), 60)
}

/** Keys and values of a file may be of any length; a line is not. */
function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}…` : text
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    // Deeper than JSON.stringify can go.
    return Array.isArray(value) ? 'a deep list' : 'a deep object'
  }
}
