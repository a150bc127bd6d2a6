import * as Plot from '@observablehq/plot'
import { draw, drawable } from '../../drawing/draw.ts'
import { type Figure, points, present, type ReportClaim, rangeOf, type Series } from '../../drawing/figure.ts'
import { intervals } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

/**
 * The figure of a series for which there is no other: dots with intervals, joined by a line, and
 * the prediction dashed. If x does not increase, the points are a cloud. If x counts, they are
 * independent draws. No line joins these.
 */
export function genericFigure(claim: ReportClaim, series: Series, index: number): Figure | null {
  const rows = points(series).filter(point => point.value !== null)
  if (rows.length === 0) return null
  const title = drawable(series.name)
  const predicted = points(series).filter(point => point.predicted !== null)
  const range = rangeOf(
    present([...series.value, ...(series.low ?? []), ...(series.high ?? []), ...(series.predicted ?? [])]),
  )
  const isCloud = series.x.some((x, i) => i > 0 && x <= series.x[i - 1])
  const areDraws = !isCloud && countsDraws(series)
  const svg = draw(title, {
    height: 300,
    marginLeft: 70,
    x: {
      label: areDraws ? 'draw →' : null,
      labelArrow: 'none',
      domain: rangeOf(series.x, 0.03),
      ticks: 6,
      tickFormat: x => readable(x),
    },
    y: { label: null, domain: range, ticks: 5, tickFormat: y => readable(y), grid: true },
    marks: [
      Plot.line(isCloud ? predicted.toSorted((a, b) => a.x - b.x) : predicted, {
        x: 'x',
        y: 'predicted',
        stroke: light.bandEdge,
        strokeWidth: 1.75,
        strokeDasharray: '6 4',
      }),
      intervals(
        rows.filter(row => row.low !== null && row.high !== null),
        'x',
        light.blue,
      ),
      ...(isCloud || areDraws
        ? []
        : [
            Plot.line(rows, { x: 'x', y: 'value', stroke: light.blue, strokeWidth: 1.5, strokeOpacity: 0.5 }),
          ]),
      ...(rows.length > 120 && !isCloud
        ? []
        : [Plot.dot(rows, { x: 'x', y: 'value', fill: light.blue, r: isCloud ? 2.5 : 4 })]),
    ],
  })
  const caption = `Measured values${series.low ? ' with their intervals' : ''}${series.predicted ? '; the dashed line is the prediction' : ''}.`
  return { name: `${claim.id}-series-${index + 1}`, title, caption, svg }
}

/** Whether x numbers the values from 0. */
const countsDraws = ({ x }: Series): boolean => x.length > 1 && x.every((each, at) => each === at)
