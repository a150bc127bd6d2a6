import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import {
  type Drawing,
  type Figure,
  present,
  type ReportClaim,
  rangeOf,
  seriesOf,
} from '../../drawing/figure.ts'
import { labelledRule } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

/**
 * The error of each model, sorted, in units of μ, with the claim's window, the prediction and the
 * interval of the mean. Needs series `model-errors`; null if it is missing.
 */
function modelErrorsFigure(claim: ReportClaim): Figure | null {
  const series = seriesOf(claim, 'model-errors')
  if (series === undefined) return null
  const errors = present(series.value).sort((a, b) => a - b)
  const { low, high, value } = claim.measured
  const { bound, predicted } = claim
  const [from, to] = rangeOf(present([...errors, bound.low, bound.high, low, high, predicted]), 0.12)
  const floor = bound.low ?? from
  const ceiling = bound.high ?? to
  const inside = errors.filter(error => error >= floor && error <= ceiling).length
  const rows = errors.map((error, i) => ({ rank: i + 1, error, inside: error >= floor && error <= ceiling }))
  const svg = draw('Test error of each model, sorted, with the window that the theorem allows', {
    height: 320,
    marginLeft: 64,
    x: {
      label: 'models, sorted by their error →',
      labelAnchor: 'center',
      domain: [0, errors.length + 1],
      ticks: 6,
      tickFormat: 'd',
    },
    y: { domain: [from, to], label: '↑ test error, Err / μ', ticks: 6 },
    marks: [
      Plot.rect([0], { x1: 0, x2: errors.length + 1, y1: floor, y2: ceiling, fill: light.band }),
      ...(bound.high === null
        ? []
        : labelledRule(bound.high, `window ends at ${readable(bound.high)}`, light.bandEdge, '0')),
      ...(bound.low === null
        ? []
        : labelledRule(bound.low, `window begins at ${readable(bound.low)}`, light.bandEdge, '0')),
      ...(low === null || high === null
        ? []
        : [
            Plot.rect([0], {
              x1: 0,
              x2: errors.length + 1,
              y1: low,
              y2: high,
              fill: light.blue,
              fillOpacity: 0.25,
            }),
          ]),
      ...(predicted === null ? [] : [Plot.ruleY([predicted], { stroke: light.ink, strokeDasharray: '4 4' })]),
      Plot.dot(rows, {
        x: 'rank',
        y: 'error',
        r: 3.5,
        fill: row => (row.inside ? light.blue : light.card),
        stroke: row => (row.inside ? light.blue : light.orange),
        strokeWidth: 1.5,
      }),
    ],
    color: { type: 'identity' },
  })
  return {
    name: `${claim.id}-models`,
    title: 'The error of each model',
    caption:
      `Each dot is one model with its own data set; ${inside} of ${errors.length} lie inside the green window. ` +
      `The blue strip is the interval of the mean${value === null ? '' : `, ${readable(value)}`}` +
      `${predicted === null ? '.' : ', the dashed line the value expected at this size.'}`,
    svg,
  }
}

export const figures: readonly Drawing[] = [{ roles: ['model-errors'], draw: modelErrorsFigure }]
