import * as Plot from '@observablehq/plot'
import { drawStacked } from '../../drawing/draw.ts'
import {
  type Drawing,
  type Figure,
  points,
  present,
  type ReportClaim,
  seriesOf,
} from '../../drawing/figure.ts'
import { light } from '../../drawing/palette.ts'
import { sideBySide } from '../../drawing/strips.ts'
import { readable } from '../../numbers.ts'
import { kinds } from './kinds.ts'

const panels = [
  { model: 'network', title: 'Networks', color: light.blue },
  { model: 'kernel', title: 'Tangent kernels', color: light.orange },
]

/** The paper's figure has five kinds; the sixth one is ours. */
const ours = kinds.length - 1

export const figures: readonly Drawing[] = [
  { roles: panels.map(({ model }) => `${model}-*`), draw: claim => drawKinds(claim) },
]

function drawKinds(claim: ReportClaim): Figure | null {
  const found = panels.filter(({ model }) => seriesOf(claim, `${model}-means`) !== undefined)
  if (found.length === 0) return null
  const title = 'The kinds of Figure 1, for networks and for tangent kernels'
  return {
    name: `${claim.id}-kinds`,
    title,
    caption:
      'Each dot is one data set; lines and numbers are means, thick bars their intervals. The last ' +
      'column, a student of the trained average, is not in the paper’s figure.',
    svg: drawStacked(
      title,
      found.map(panel => drawPanel(claim, panel)),
    ),
  }
}

const drawPanel = (
  claim: ReportClaim,
  { model, title, color }: (typeof panels)[number],
): Plot.PlotOptions => {
  const dots = kinds.flatMap(({ role }, at) =>
    sideBySide(present(seriesOf(claim, `${model}-${role}`)?.value ?? []), at),
  )
  const series = seriesOf(claim, `${model}-means`)
  const means = series === undefined ? [] : points(series).filter(({ value }) => value !== null)
  const top = present([...dots, ...means.map(({ high }) => ({ value: high }))].map(({ value }) => value))
  return {
    height: 255,
    marginTop: 44,
    marginRight: 34,
    marginBottom: 46,
    x: {
      label: null,
      domain: [-0.5, kinds.length - 0.5],
      ticks: kinds.map((_, at) => at),
      tickFormat: at => kinds[at]?.name ?? '',
      tickSize: 0,
    },
    y: {
      domain: [0, 1.12 * top.reduce((a, b) => Math.max(a, b), 0.01)],
      label: '↑ test error, Err / μ',
      ticks: 5,
      tickFormat: (y: number) => readable(y),
      grid: true,
    },
    marks: [
      Plot.ruleX([ours - 0.5], { stroke: light.muted, strokeDasharray: '3 4' }),
      Plot.ruleY([0], { stroke: light.muted }),
      Plot.text([title], {
        text: each => each,
        fill: color,
        fontWeight: 600,
        frameAnchor: 'top-right',
        textAnchor: 'end',
        dy: -19,
      }),
      Plot.dot(dots, { x: 'x', y: 'value', r: 2.5, fill: color, fillOpacity: 0.45 }),
      Plot.ruleX(
        means.filter(({ low, high }) => low !== null && high !== null),
        {
          x: 'x',
          y1: ({ low }) => Math.max(0, low ?? 0),
          y2: 'high',
          stroke: color,
          strokeWidth: 6,
          strokeOpacity: 0.4,
        },
      ),
      Plot.ruleY(means, {
        y: 'value',
        x1: ({ x }) => x - 0.3,
        x2: ({ x }) => x + 0.3,
        stroke: color,
        strokeWidth: 2,
      }),
      Plot.text(means, {
        x: ({ x }) => x + 0.3,
        y: 'value',
        text: ({ value }) => readable(value ?? 0, 2),
        textAnchor: 'start',
        dx: 2,
        fontSize: 11,
        fill: light.ink,
        stroke: light.card,
        strokeWidth: 4,
      }),
    ],
    color: { type: 'identity' },
  }
}
