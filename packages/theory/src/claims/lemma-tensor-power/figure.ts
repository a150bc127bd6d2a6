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
import { light } from '../../drawing/palette.ts'
import { percent, readable } from '../../numbers.ts'

/**
 * Draws how much the loser has grown when the winner has become large, iterated exactly, and its
 * closed form. Needs series `growth` with `predicted`; null if it is missing.
 */
function tensorPowerFigure(claim: ReportClaim): Figure | null {
  const series = seriesOf(claim, 'growth')
  const rows = series
    ? points(series).flatMap(({ value, predicted }) =>
        value === null || predicted === null ? [] : [{ value, predicted }],
      )
    : []
  if (rows.length === 0) return null
  const all = rows.flatMap(row => [row.value, row.predicted])
  const least = all.reduce((a, b) => Math.min(a, b))
  const most = all.reduce((a, b) => Math.max(a, b))
  const wide = least > 0 && most > 20 * least
  const domain = wide ? [least * 0.8, most * 1.25] : rangeOf(all)
  const scale = wide
    ? ({ type: 'log', domain, ticks: 4, tickFormat: readable } as const)
    : { domain, ticks: 5 }
  const distance = present(
    rows.map(row => (row.predicted === 0 ? null : Math.abs(row.value / row.predicted - 1))),
  )
  const svg = draw('Growth of the smaller starting value, iterated and by the closed form', {
    height: 380,
    marginLeft: 64,
    x: { ...scale, label: 'growth y / y₀ by the closed form →', labelAnchor: 'center', grid: true },
    y: { ...scale, label: '↑ growth y / y₀ by exact iteration', grid: true },
    marks: [
      Plot.line(
        [domain, domain].map((pair, i) => [pair[i], pair[i]]),
        { stroke: light.bandEdge, strokeWidth: 1.5 },
      ),
      Plot.dot(rows, { x: 'predicted', y: 'value', fill: light.blue, fillOpacity: 0.65, r: 4.5 }),
    ],
  })
  return {
    name: `${claim.id}-growth`,
    title: 'Iteration and closed form',
    caption:
      'Each dot is one combination of power q, head start, ratio S and end A. On the green line the ' +
      'iteration does exactly what the closed form says' +
      (distance.length === 0
        ? '.'
        : `; the largest distance is ${percent(distance.reduce((a, b) => Math.max(a, b)))}.`),
    svg,
  }
}

export const figures: readonly Drawing[] = [{ roles: ['growth'], draw: tensorPowerFigure }]
