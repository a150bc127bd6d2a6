/**
 * Reports of the earlier format `multiview.report/1`. They are read and drawn, never written.
 */

import * as v from 'valibot'
import { finite } from '../files/numbers.ts'
import {
  bound,
  boundSource,
  checked,
  environment,
  frame,
  id,
  type Report,
  seriesWithoutRole,
  settings,
  text,
  verdict,
} from './report.ts'
import { oldMeasured, withMethod } from './report-2.ts'

const condition = v.strictObject({
  name: text,
  measured: v.union([finite, text, v.boolean(), v.null()], 'must be a number, a text, true, false or null'),
  required: v.union([finite, text, v.boolean()], 'must be a number, a text, true or false'),
  met: v.boolean('must be true or false'),
})

const claim = v.strictObject({
  id,
  title: text,
  statement: text,
  source: text,
  setting: settings,
  measured: oldMeasured,
  predicted: v.nullable(finite),
  bound,
  boundSource,
  conditions: v.array(condition, 'must be a list'),
  series: v.array(seriesWithoutRole, 'must be a list'),
  verdict,
  control: v.strictObject({
    id,
    statement: text,
    measured: oldMeasured,
    verdict: v.picklist(['breaks', 'does not break'], 'must be "breaks" or "does not break"'),
  }),
})

const report = v.strictObject({
  schema: v.literal('multiview.report/1', 'must be "multiview.report/1"'),
  ...frame,
  claims: v.array(claim, 'must be a list'),
  environment,
})

type Old = v.InferOutput<typeof claim>

/**
 * A report of schema 1 in the form of schema 3, with the verdicts that it has.
 *
 * @throws TypeError of one line if it does not follow its format.
 */
export const fromSchema1 = (value: unknown): Report => {
  const old = checked(report, value)
  return { ...old, schema: 'multiview.report/3', claims: old.claims.map(upgraded) }
}

const openReason = 'The interval decides nothing; a report of schema 1 does not say why.'

const upgraded = (old: Old): Report['claims'][number] => {
  const conditions = old.conditions.map(each => ({
    ...each,
    low: null,
    high: null,
    method: null,
    level: null,
    n: null,
    decided: true,
  }))
  const names = rolesOf(old.series.map(({ name }) => name))
  return {
    id: old.id,
    title: old.title,
    statement: old.statement,
    source: old.source,
    regime: null,
    setting: old.setting,
    measured: withMethod(old.measured),
    predicted: old.predicted,
    bound: old.bound,
    boundSource: old.boundSource,
    conditions,
    checks: [],
    series: old.series.map((series, at) => ({
      role: names[at],
      ...series,
      name: series.name.replace(/^share: /, ''),
    })),
    verdict: old.verdict,
    reason: old.verdict === 'inconclusive' ? openReason : null,
    control: { ...old.control, measured: withMethod(old.control.measured) },
  }
}

/**
 * The role of a series by the name that it has in schema 1; `$1` is the first group of the pattern.
 */
const roles: readonly (readonly [name: RegExp, role: string])[] = [
  [/^error of each model$/, 'model-errors'],
  [/^upper limit of each ensemble$/, 'ensemble-limits'],
  [/^error against ensemble size$/, 'error-by-members'],
  [/^2\^-L$/, 'two-to-minus-l'],
  [/^control: shared initialization$/, 'control-error-by-members'],
  [/^error of a student of the labels alone$/, 'hard-label-errors'],
  [/^upper limit of each teacher$/, 'teacher-limits'],
  [/^upper limit of each student$/, 'student-limits'],
  [/^error before$/, 'errors-before'],
  [/^error after being taught$/, 'errors-after'],
  [/^race class (\d+) view ([12])$/, 'race-class-$1-view-$2'],
  [/^iteration against closed form$/, 'growth'],
  [/^soft labels against ensemble size$/, 'knowledge-by-members'],
  [/^soft labels of single models$/, 'single-models'],
  [/^soft labels of ensembles$/, 'ensembles'],
  [/^shuffled soft labels$/, 'shuffled'],
  [/^typical factor between the end of phase I and its prediction, cell by cell$/, 'factors'],
  [/^control: typical factor, cell by cell$/, 'control-factors'],
  [/^end of phase I of each class against its tensor-power time,/, 'times-#'],
  [/^end of phase I over its prediction, median class,/, 'median-factor-#'],
  [/^phase II of one model: /, 'phase-two'],
  [/^noise correlation of the samples of one model, kind “(.+)”$/, 'noise-$1'],
  [/^control: noise correlation of the samples of one model, kind “(.+)”$/, 'control-noise-$1'],
  [/^farthest off-class correlation of each model,/, 'farthest'],
  [/^control: farthest off-class correlation of each model$/, 'control-farthest'],
  [/^losing view at the end, median over the classes of each model$/, 'losing-views'],
  [/^learned view at the end, median over the classes of each model$/, 'learned-views'],
  [/^F_i\(X\) against Σ Φ Z for the first samples of one model$/, 'outputs'],
  [/^control: F_i\(X\) against the Σ Φ Z of another model$/, 'control-outputs'],
  [/^typical margin$/, 'margin'],
  [/^distance from the limit, relative to its way, against d$/, 'distances'],
  [/^control: distance against d$/, 'control-distances'],
  [/^control, .+: error of one model alone$/, 'control-single'],
  [/^control, .+: error of the ensemble$/, 'control-ensemble'],
  [/^control, .+: error of the trained average$/, 'control-average'],
  [/^.+: error of one model alone$/, 'single'],
  [/^.+: error of the ensemble$/, 'ensemble'],
  [/^.+: error of the trained average$/, 'average'],
  [/^share: (.+)$/, 'rule-$1'],
]

/**
 * Roles of the series with these names; a name that schema 1 does not know is `series-N`, and so is
 * one that repeats a role.
 */
const rolesOf = (names: readonly string[]): string[] => {
  const counts = new Map<string, number>()
  const given = new Set<string>()
  return names.map((name, at) => {
    const known = roles.find(([pattern]) => pattern.test(name))
    let role = `series-${at + 1}`
    if (known !== undefined) {
      const [pattern, template] = known
      const count = counts.get(template) ?? 0
      counts.set(template, count + 1)
      // A pattern without `$` ignores the end of the name, which the role does not need.
      const whole = new RegExp(`${pattern.source.replace(/\$$/, '')}.*$`, pattern.flags)
      const named = name.replace(whole, template).replace('#', String(count))
      const words = named.toLowerCase().match(/[a-z0-9]+/g) ?? []
      const found = words.join('-')
      if (!given.has(found)) role = found
    }
    given.add(role)
    return role
  })
}
