import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import {
  type Drawing,
  type Figure,
  type Point,
  points,
  type ReportClaim,
  type Series,
  seriesOf,
} from '../../drawing/figure.ts'
import { decadeLabel, decades, intervals } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

/**
 * Draws the distance between the network in R^d and its limit against d, on logarithmic axes. The
 * figure also has the control, and the wedge of slopes that the claim allows. Needs series
 * `distances`; null if it is missing.
 */
function denseLimitFigure(claim: ReportClaim): Figure | null {
  const measured = positive(seriesOf(claim, 'distances'))
  if (measured.length < 2) return null
  const control = positive(seriesOf(claim, 'control-distances'))
  const [first] = measured
  const wedge = measured.map(({ x }) => ({
    x,
    y1: first.value * (x / first.x) ** (claim.bound.low ?? -1),
    y2: first.value * (x / first.x) ** (claim.bound.high ?? 0),
  }))
  const values = [
    ...[...measured, ...control].flatMap(({ low, value, high }) => [low ?? value, value, high ?? value]),
    ...wedge.flatMap(({ y1, y2 }) => [y1, y2]),
  ].filter(value => value > 0)
  const low = values.reduce((a, b) => Math.min(a, b)) / 1.5
  const high = values.reduce((a, b) => Math.max(a, b)) * 1.5
  const ends = [measured.at(-1)!, ...control.slice(-1)]
  const labels = [claim.measured, claim.control.measured].map(({ value }) =>
    value === null ? '' : `slope ${readable(value, 2)}`,
  )
  const svg = draw('Distance between the network and its limit against the dimension', {
    height: 340,
    marginLeft: 64,
    marginRight: 92,
    x: {
      type: 'log',
      label: 'dimension d →',
      labelAnchor: 'center',
      ticks: measured.map(({ x }) => x),
      tickFormat: x => readable(x),
      inset: 10,
    },
    y: {
      type: 'log',
      domain: [low, high],
      label: '↑ distance / way that the limit went',
      ticks: decades(low, high),
      tickFormat: decadeLabel,
      grid: true,
    },
    marks: [
      Plot.areaY(wedge, { x: 'x', y1: 'y1', y2: 'y2', fill: light.band }),
      Plot.line(measured, {
        x: 'x',
        y: 'predicted',
        stroke: light.bandEdge,
        strokeDasharray: '6 4',
        strokeWidth: 1.75,
      }),
      intervals(control, 'x', light.orange),
      Plot.line(control, { x: 'x', y: 'value', stroke: light.orange, strokeOpacity: 0.6 }),
      Plot.dot(control, { x: 'x', y: 'value', fill: light.orange, symbol: 'square', r: 4.5 }),
      intervals(measured, 'x', light.blue),
      Plot.dot(measured, { x: 'x', y: 'value', fill: light.blue, r: 5 }),
      ...ends.map((end, i) =>
        Plot.text([end], {
          x: 'x',
          y: 'value',
          text: () => labels[i],
          textAnchor: 'start',
          dx: 12,
          fill: [light.blue, light.orange][i],
          fontWeight: 600,
        }),
      ),
    ],
  })
  return {
    name: `${claim.id}-distance`,
    title: 'The network comes nearer to its limit as d grows',
    caption:
      'Dots are typical distances (geometric means over runs) after the same time, bars reach ' +
      'from the nearest run to the farthest. The theory expects the dashed line, 1/√d; the claim ' +
      'allows slopes inside the green wedge. A limit that was started from other weights ' +
      '(orange) stays as far as it was.',
    svg,
  }
}

function positive(series: Series | undefined): (Point & { value: number })[] {
  return series === undefined
    ? []
    : points(series).flatMap(point =>
        point.value !== null && point.value > 0 && point.x > 0 ? [{ ...point, value: point.value }] : [],
      )
}

export const figures: readonly Drawing[] = [
  { roles: ['distances', 'control-distances'], draw: denseLimitFigure },
]
