import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import {
  type Drawing,
  type Figure,
  points,
  type ReportClaim,
  rangeOf,
  seriesOf,
} from '../../drawing/figure.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

/**
 * Outputs of the network against the sum over the views of a sample, for the model's own strengths
 * and for another model's. Needs series `outputs`; null if it is missing.
 */
function approximationFigure(claim: ReportClaim): Figure | null {
  const panels = [
    {
      title: 'Its own Φ',
      role: 'outputs',
      color: light.blue,
      measured: claim.measured,
    },
    {
      title: 'Control: another’s Φ',
      role: 'control-outputs',
      color: light.orange,
      measured: claim.control.measured,
    },
  ].flatMap(panel => {
    const series = seriesOf(claim, panel.role)
    const rows = series === undefined ? [] : points(series).filter(({ value }) => value !== null)
    return rows.length === 0 ? [] : [{ ...panel, rows }]
  })
  if (panels[0]?.color !== light.blue) return null
  const rows = panels.flatMap(({ title, color, rows }) => rows.map(row => ({ ...row, panel: title, color })))
  const domain = rangeOf(rows.flatMap(({ x, value }) => [x, value!]))
  const margin = seriesOf(claim, 'margin')?.value[0] ?? null
  const allowed = margin === null || claim.bound.high === null ? 0 : margin * claim.bound.high
  // The band ends at the edges of the panel.
  const [least, most] = domain
  const within = [least, least + allowed, most - allowed, most].map(x => ({
    x,
    y1: Math.max(x - allowed, least),
    y2: Math.min(x + allowed, most),
  }))
  const svg = draw('Outputs of the network against the sum over the views of a sample', {
    height: panels.length === 1 ? 380 : 268,
    marginTop: 44,
    x: { domain, ticks: 3, label: 'Σ Φ Z, what the views say →', labelAnchor: 'center', grid: true },
    y: {
      domain,
      ticks: 4,
      label: 'F(X), what the network says →',
      labelAnchor: 'center',
      labelArrow: 'none',
      grid: true,
    },
    fx: { label: null, axis: null, domain: panels.map(({ title }) => title), padding: 0.1 },
    marks: [
      Plot.areaY(within, { x: 'x', y1: 'y1', y2: 'y2', fill: light.band }),
      Plot.line(domain, { x: d => d, y: d => d, stroke: light.bandEdge, strokeWidth: 1.5 }),
      Plot.dot(rows, { fx: 'panel', x: 'x', y: 'value', r: 2.75, fill: 'color', fillOpacity: 0.7 }),
      ...titleMarks(panels),
    ],
    color: { type: 'identity' },
  })
  return {
    name: `${claim.id}-outputs`,
    title: 'The network is the sum over its views',
    caption:
      'Each dot is the output of one class for one fresh sample. On the green line it is exactly the ' +
      'sum of the strengths Φ of the views that the sample shows, times their weights Z' +
      (allowed > 0
        ? '; the root mean square difference may be as large as half the height of the green band'
        : '') +
      '. The strengths of another model, which has learned other views (orange), give other sums.',
    svg,
  }
}

interface Titled {
  readonly title: string
  readonly color: string
  readonly measured: { readonly value: number | null }
}

/** Above each panel its title and its measurement. */
const titleMarks = (panels: Titled[]): Plot.Markish[] =>
  [
    { dy: -32, text: ({ title }: Titled) => title, weight: 600 },
    {
      dy: -14,
      text: ({ measured: { value } }: Titled) =>
        value === null ? '' : `difference ${readable(value, 2)} margins`,
      weight: 400,
    },
  ].map(({ dy, text, weight }) =>
    Plot.text(panels, {
      fx: 'title',
      text,
      fill: 'color',
      fontWeight: weight,
      frameAnchor: 'top-left',
      textAnchor: 'start',
      dy,
    }),
  )

export const figures: readonly Drawing[] = [
  { roles: ['outputs', 'control-outputs'], draw: approximationFigure },
]
