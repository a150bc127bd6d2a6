import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import {
  type Drawing,
  type Figure,
  points,
  present,
  type ReportClaim,
  rangeOf,
  seriesOf,
} from '../../drawing/figure.ts'
import { intervals, labelledRule } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

/**
 * The error of each network between its limits, with the claim's window and the prediction. Needs
 * series `network-limits`; null if it is missing.
 */
function networkLimitsFigure(claim: ReportClaim): Figure | null {
  const series = seriesOf(claim, 'network-limits')
  if (series === undefined) return null
  const rows = points(series).map((point, i) => ({ ...point, network: String(i + 1) }))
  const { bound, predicted } = claim
  const values = present(rows.flatMap(({ low, value, high }) => [low, value, high]))
  const [from, to] = rangeOf(present([...values, bound.low, bound.high, predicted]), 0.12)
  const svg = draw('Test error of each network in R^d between its confidence limits', {
    height: 280,
    marginLeft: 70,
    x: {
      type: 'band',
      label: 'network',
      labelArrow: 'none',
      domain: rows.map(({ network }) => network),
      padding: 0.75,
    },
    y: { domain: [from, to], label: '↑ test error, Err / μ', ticks: 5, grid: true },
    marks: [
      Plot.rect([0], { y1: bound.low ?? from, y2: bound.high ?? to, fill: light.band }),
      ...present([bound.low, bound.high]).flatMap(edge =>
        labelledRule(edge, `window: ${readable(edge)}`, light.bandEdge, '0'),
      ),
      ...(predicted === null ? [] : [Plot.ruleY([predicted], { stroke: light.ink, strokeDasharray: '4 4' })]),
      intervals(rows, 'network', light.blue),
      Plot.dot(rows, { x: 'network', y: 'value', fill: light.blue, r: 5 }),
    ],
  })
  return {
    name: `${claim.id}-networks`,
    title: 'Each network in R^d between its limits',
    caption:
      'A dot is the measured error of one network with its own data set, the bar reaches from its lower ' +
      'to its upper confidence limit. The claim needs every bar inside the green window; the dashed ' +
      'line is the value expected at this number of classes.',
    svg,
  }
}

export const figures: readonly Drawing[] = [{ roles: ['network-limits'], draw: networkLimitsFigure }]
