/**
 * The format `multiview.report/3` of report.json: every field, what it may hold, and how a file is
 * checked.
 */

import * as v from 'valibot'
import { count, finite } from '../files/numbers.ts'
import { draws, leveledDraws } from './draws.ts'

export const text = v.string('must be a text')
// Ids become file names, so characters that could lead out of the folder are refused.
export const id = v.pipe(
  text,
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be words of a-z and 0-9 joined by "-"'),
)

export const settingValue = v.union(
  [finite, text, v.boolean(), v.null(), v.array(finite, 'must be a list')],
  'must be a number, a text, true, false, null or a list of numbers',
)
export const settings = v.record(text, settingValue, 'must be an object')

export const level = v.pipe(finite, v.gtValue(0, 'must lie above 0'), v.ltValue(1, 'must lie below 1'))

export const method = v.picklist(
  ['student-t', 'clopper-pearson', 'combined', 'fieller'],
  'must be "student-t", "clopper-pearson", "combined" or "fieller"',
)

export const measured = v.strictObject({
  value: v.nullable(finite),
  low: v.nullable(finite),
  high: v.nullable(finite),
  /** How the limits were computed; null without limits, and if nothing is random. */
  method: v.nullable(method),
  /** null if nothing is random: then both limits are the value itself. */
  level: v.nullable(level),
  n: count,
  unit: text,
  /** What value, limits, method and n follow from; absent if there is no such record. */
  draws: v.optional(draws),
})

export const bound = v.pipe(
  v.strictObject({ low: v.nullable(finite), high: v.nullable(finite) }),
  v.check(side => side.low !== null || side.high !== null, 'must have a number on at least one side'),
)

const conditionValue = v.union(
  [finite, text, v.boolean(), v.null()],
  'must be a number, a text, true, false or null',
)
const requirement = v.union([finite, text, v.boolean()], 'must be a number, a text, true or false')
const yesOrNo = v.boolean('must be true or false')

/**
 * An interval is that of a measured number. Without one (low, high, method, level and n null) the
 * measured value is compared exactly. `decided` is false if the interval reaches across what is
 * required, or if nothing could be measured.
 */
export const condition = v.strictObject({
  name: text,
  measured: conditionValue,
  low: v.nullable(finite),
  high: v.nullable(finite),
  method: v.nullable(method),
  level: v.nullable(level),
  n: v.nullable(count),
  required: requirement,
  met: yesOrNo,
  decided: yesOrNo,
  /** As in `measured`. */
  draws: v.optional(draws),
})

/** Shown with the claim; it does not change the verdict. */
export const check = v.strictObject({
  name: text,
  measured: conditionValue,
  required: requirement,
  met: yesOrNo,
})

const lists = {
  x: v.array(finite, 'must be a list'),
  value: v.array(v.nullable(finite), 'must be a list'),
  low: v.nullable(v.array(v.nullable(finite), 'must be a list')),
  high: v.nullable(v.array(v.nullable(finite), 'must be a list')),
  predicted: v.nullable(v.array(v.nullable(finite), 'must be a list')),
}

type List = readonly unknown[] | null | undefined
interface Lists {
  readonly x: readonly number[]
  readonly value: List
  readonly low: List
  readonly high: List
  readonly predicted: List
  readonly draws?: List
}

const haveSameLength = ({ x, value, low, high, predicted, draws: ofPoints }: Lists): boolean =>
  [value, low, high, predicted, ofPoints].every(list => list == null || list.length === x.length)

const sameLength = 'must have value, low, high, predicted and draws as long as x'

/** `role` says to programs what the series is, `name` to people. */
export const series = v.pipe(
  v.strictObject({
    role: id,
    name: text,
    ...lists,
    /** What the value and the limits of a point follow from; null for a point without a record. */
    draws: v.optional(v.array(v.nullable(leveledDraws), 'must be a list')),
  }),
  v.check(s => haveSameLength(s), sameLength),
)

/** Of schema 1, which has no roles. */
export const seriesWithoutRole = v.pipe(
  v.strictObject({ name: text, ...lists }),
  v.check(s => haveSameLength(s), sameLength),
)

export const control = v.strictObject({
  id,
  statement: text,
  measured,
  verdict: v.picklist(
    ['breaks', 'broken by a condition', 'does not break'],
    'must be "breaks", "broken by a condition" or "does not break"',
  ),
  /** Absent in a report of an earlier version. */
  conditions: v.optional(v.array(condition, 'must be a list')),
})

export const boundSource = v.picklist(['theorem', 'chosen'], 'must be "theorem" or "chosen"')
export const verdict = v.picklist(
  ['holds', 'fails', 'inconclusive'],
  'must be "holds", "fails" or "inconclusive"',
)

export const claim = v.strictObject({
  id,
  title: text,
  statement: text,
  source: text,
  /**
   * Name of the regime that the settings come from; null in a report of schema 1, which does not
   * say.
   */
  regime: v.nullable(text),
  setting: settings,
  measured,
  predicted: v.nullable(finite),
  bound,
  boundSource,
  conditions: v.array(condition, 'must be a list'),
  checks: v.array(check, 'must be a list'),
  series: v.pipe(
    v.array(series, 'must be a list'),
    v.check(
      all => new Set(all.map(({ role }) => role)).size === all.length,
      'must have a role of its own for each series',
    ),
  ),
  verdict,
  /** Why the claim does not hold or is inconclusive, in plain words; null if it holds. */
  reason: v.nullable(text),
  control,
})

export const environment = v.strictObject({
  node: text,
  platform: text,
  cpu: text,
  workers: count,
  durationSeconds: finite,
  kernels: text,
  /** Tasks of a queue that were computed twice, with the same bytes; absent without an audit. */
  audited: v.optional(count),
})

/** The fields of a report beside its schema and its claims. */
export const frame = {
  preset: text,
  seed: v.pipe(v.number('must be a number'), v.safeInteger('must be an integer')),
  version: text,
  settings,
}

export const report = v.strictObject({
  schema: v.literal('multiview.report/3', 'must be "multiview.report/3"'),
  ...frame,
  claims: v.array(claim, 'must be a list'),
  environment,
  /** SHA-256 of the report without it, as `reportToJson` writes it; earlier versions wrote none. */
  checksum: v.optional(text),
})

/** A whole report, as report.json holds it. */
export type Report = v.InferOutput<typeof report>

/**
 * Where, how and how fast a report was made: the one part that differs between runs of the same
 * seed.
 */
export type Environment = v.InferOutput<typeof environment>

/**
 * Checks a value against the format. Throws a TypeError of one line that names the place, the value
 * and what is allowed.
 */
export function checkReport(value: unknown): Report {
  return checked(report, value)
}

/** Checks a value against a format, as {@link checkReport} does. */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const issue = result.issues[0]
  const place = cut(v.getDotPath(issue) ?? 'the report', 100)
  const more = result.issues.length > 1 ? ` (and ${result.issues.length - 1} more)` : ''
  throw new TypeError(`${place} ${explain(issue)}${more}`)
}

function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object' && issue.type !== 'object')
    return `is ${shown(issue.input)}: ${issue.message}`
  if (issue.expected === 'never') return 'is not a field of the format; remove it'
  if (issue.received === 'undefined') return 'is missing: the format needs it'
  return `is ${shown(issue.input)}: must be an object`
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return cut(jsonOf(value), 60)
}

/** Keys and values of a file may have any length; a message stays short. */
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
