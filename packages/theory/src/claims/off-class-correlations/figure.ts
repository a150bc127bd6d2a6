import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import { type Drawing, type Figure, points, type ReportClaim, seriesOf } from '../../drawing/figure.ts'
import { decadeLabel, decades } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { positiveValues, scattered } from '../../drawing/strips.ts'
import { readable } from '../../numbers.ts'

const measured = 'farthest'
const columns = [
  { role: measured, label: 'other\nclasses', color: light.blue },
  {
    role: 'losing-views',
    label: 'losing\nview',
    color: light.blue,
  },
  {
    role: 'learned-views',
    label: 'learned\nview',
    color: light.muted,
  },
  {
    role: 'control-farthest',
    label: 'control: other\nclasses',
    color: light.orange,
  },
]

/**
 * How far the correlations of each model went, by what they are correlations with, in units of the
 * largest at the start. Needs series `farthest`; null if it is missing.
 */
function offClassFigure(claim: ReportClaim): Figure | null {
  const found = columns.flatMap(column => {
    const series = seriesOf(claim, column.role)
    const values = series === undefined ? [] : positiveValues(points(series))
    return values.length === 0 ? [] : [{ ...column, values }]
  })
  if (found[0]?.role !== measured) return null
  const rows = found.flatMap(({ values, color }, at) => scattered(values, at).map(row => ({ ...row, color })))
  const [bound = null] = seriesOf(claim, 'most-that-stays')?.value ?? []
  const values = [...rows.map(({ value }) => value), 1, bound ?? 1]
  const low = values.reduce((a, b) => Math.min(a, b)) / 2
  const high = values.reduce((a, b) => Math.max(a, b)) * 2
  const note = { frameAnchor: 'right', textAnchor: 'end', dx: -4, text: (d: string) => d } as const
  const svg = draw(
    'Correlations of neurons with features that their class does not learn, beside one that it ' + 'learns',
    {
      height: 350,
      marginBottom: 50,
      x: {
        label: null,
        domain: [-0.5, found.length - 0.5],
        ticks: found.map((_, i) => i),
        tickFormat: i => found[i]?.label ?? '',
      },
      y: {
        type: 'log',
        domain: [low, high],
        label: '↑ correlation / largest expected at the start',
        ticks: decades(low, high),
        tickFormat: decadeLabel,
        grid: true,
      },
      marks: [
        Plot.ruleY([1], { stroke: light.ink, strokeDasharray: '4 4' }),
        ...(bound === null
          ? []
          : [
              Plot.ruleY([bound], { stroke: light.bandEdge, strokeWidth: 1.5 }),
              Plot.text([`at most ${readable(bound)}`], { ...note, y: bound, dy: -9, fill: light.bandEdge }),
            ]),
        Plot.dot(rows, { x: 'x', y: 'value', r: 3, fill: 'color', fillOpacity: 0.7 }),
      ],
      color: { type: 'identity' },
    },
  )
  return {
    name: `${claim.id}-reach`,
    title: 'What is not learned stays where it was',
    caption:
      'Each dot is one model: the farthest that a neuron’s correlation with a feature of another ' +
      'class went during the run' +
      `${found.some(({ label }) => label.startsWith('losing')) ? ', and at the end the views of a class that lost and that were learned' : ''}` +
      '. The dashed line is the largest to be expected at ' +
      'the start; a model counts if its dot lies below the green line. If labels say nothing of features (orange), correlations with other classes ' +
      'grow as large as learned ones.',
    svg,
  }
}

export const figures: readonly Drawing[] = [{ roles: columns.map(({ role }) => role), draw: offClassFigure }]
