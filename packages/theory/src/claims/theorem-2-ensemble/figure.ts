import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import {
  type Drawing,
  type Figure,
  points,
  present,
  type ReportClaim,
  seriesOf,
} from '../../drawing/figure.ts'
import { intervals, labelledRule } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

/**
 * Error and upper limit of each ensemble, below the theorem's bound.
 * Needs series `ensemble-limits`; null if it is missing.
 */
function ensembleLimitsFigure(claim: ReportClaim): Figure | null {
  const series = seriesOf(claim, 'ensemble-limits')
  if (series === undefined) return null
  const rows = points(series).map((point, i) => ({
    ...point,
    from: point.low ?? point.value,
    ensemble: String(i + 1),
  }))
  const top = present([...series.value, ...(series.high ?? []), claim.bound.high]).reduce(
    (a, b) => Math.max(a, b),
    0,
  )
  const bound = claim.bound.high
  const svg = draw(
    'Test error of each ensemble with its upper confidence limit, and the bound of the theorem',
    {
      height: 280,
      marginLeft: 70,
      x: {
        type: 'band',
        label: 'ensemble',
        labelArrow: 'none',
        domain: rows.map(row => row.ensemble),
        padding: 0.75,
      },
      y: {
        domain: [0, top === 0 ? 1 : top * 1.18],
        label: '↑ test error, Err / μ',
        ticks: 5,
        grid: true,
      },
      marks: [
        Plot.ruleY([0], { stroke: light.muted }),
        ...(bound === null ? [] : labelledRule(bound, `at most ${readable(bound)}`, light.bandEdge, '0')),
        intervals(rows, 'ensemble', light.blue, 'from'),
        Plot.tickY(rows, { x: 'ensemble', y: 'high', stroke: light.blue, strokeWidth: 2.5 }),
        Plot.dot(rows, { x: 'ensemble', y: 'value', fill: light.blue, r: 5 }),
      ],
    },
  )
  return {
    name: `${claim.id}-ensembles`,
    title: 'Each ensemble and its upper limit',
    caption:
      'A dot is the measured error of one ensemble, the bar above it reaches to its upper ' +
      'confidence limit. The claim needs every bar to end below the green line; a single model ' +
      'is expected near 0.5.',
    svg,
  }
}

export const figures: readonly Drawing[] = [{ roles: ['ensemble-limits'], draw: ensembleLimitsFigure }]
