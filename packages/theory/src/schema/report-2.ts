/**
 * Reports of the earlier format `multiview.report/2`, which do not say how an interval was computed.
 * They are read and drawn, never written.
 */

import * as v from 'valibot'
import { checked, claim, condition, control, measured, type Report, report } from './report.ts'

const { method: _, ...withoutMethod } = measured.entries
/** What schemas 1 and 2 have in place of `measured`. */
export const oldMeasured = v.strictObject(withoutMethod)

const { method: __, n: ___, ...conditionWithout } = condition.entries

const oldReport = v.strictObject({
  ...report.entries,
  schema: v.literal('multiview.report/2', 'must be "multiview.report/2"'),
  claims: v.array(
    v.strictObject({
      ...claim.entries,
      measured: oldMeasured,
      conditions: v.array(v.strictObject(conditionWithout), 'must be a list'),
      control: v.strictObject({ ...control.entries, measured: oldMeasured }),
    }),
    'must be a list',
  ),
})

/**
 * A report of schema 2 in the form of schema 3, with the verdicts that it has.
 *
 * @throws TypeError of one line if it does not follow its format.
 */
export const fromSchema2 = (value: unknown): Report => {
  const old = checked(oldReport, value)
  return {
    ...old,
    schema: 'multiview.report/3',
    claims: old.claims.map(each => ({
      ...each,
      measured: withMethod(each.measured),
      conditions: each.conditions.map(({ name, measured, low, high, level, ...rest }) => ({
        ...{ name, measured, low, high, method: null, level, n: null },
        ...rest,
      })),
      control: { ...each.control, measured: withMethod(each.control.measured) },
    })),
  }
}

/** A measured number of an earlier report, in the order of the format. */
export const withMethod = ({
  value,
  low,
  high,
  ...rest
}: v.InferOutput<typeof oldMeasured>): Report['claims'][number]['measured'] => ({
  value,
  low,
  high,
  method: null,
  ...rest,
})
