/** A report as two tables: a row for each claim, and a row for each point of a series. */

import { csv } from '../files/csv.ts'
import type { Report } from '../schema/report.ts'

export const claimsCsv = ({ claims }: Report): string =>
  csv(
    [
      ...['claim', 'verdict', 'value', 'low', 'high', 'level', 'n', 'unit', 'predicted'],
      ...['bound_low', 'bound_high', 'bound_source', 'regime'],
      ...['control', 'control_verdict', 'control_value', 'control_low', 'control_high', 'control_n'],
    ],
    claims.map(({ id, verdict, measured, predicted, bound, boundSource, regime, control }) => [
      ...[id, verdict, measured.value, measured.low, measured.high, measured.level, measured.n],
      ...[measured.unit, predicted, bound.low, bound.high, boundSource, regime],
      ...[control.id, control.verdict, control.measured.value, control.measured.low],
      ...[control.measured.high, control.measured.n],
    ]),
  )

export const seriesCsv = ({ claims }: Report): string =>
  csv(
    ['claim', 'role', 'name', 'x', 'value', 'low', 'high', 'predicted'],
    claims.flatMap(({ id, series }) =>
      series.flatMap(({ role, name, x, value, low, high, predicted }) =>
        x.map((place, at) => [
          ...[id, role, name, place, value[at]],
          ...[low, high, predicted].map(list => list?.[at] ?? null),
        ]),
      ),
    ),
  )
