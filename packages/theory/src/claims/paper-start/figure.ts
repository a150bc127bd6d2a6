import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import { type Drawing, type Figure, points, type ReportClaim, seriesOf } from '../../drawing/figure.ts'
import { intervals } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

const starts = [
  { role: 'paper', words: 'σ_0 of the paper, q = 3', color: light.blue },
  { role: 'power-4', words: 'σ_0 of the paper, q = 4', color: light.ink },
  { role: 'tenth', words: 'a tenth of it, q = 3', color: light.bandEdge },
  { role: 'hundredth', words: 'a hundredth of it, q = 3', color: light.muted },
  { role: 'control', words: 'control: one σ_0 at every k', color: light.orange },
]

interface Panel {
  readonly kind: 'share' | 'error'
  readonly name: string
  readonly title: string
  readonly caption: string
  readonly axis: string
  readonly top: number
}

const panels: readonly Panel[] = [
  {
    kind: 'share',
    name: 'shares',
    title: 'Share of the classes with both views against the number of classes',
    caption:
      'Dots are means over data sets, bars reach from the least to the largest. At the start of the paper ' +
      'the share falls as k grows, as Theorem 1 says of a large k. With one start at every k (orange) it ' +
      'should fall far less. A smaller start has its lottery at a smaller k.',
    axis: '↑ share of the classes with both views',
    top: 1,
  },
  {
    kind: 'error',
    name: 'errors',
    title: 'Error of a network against the number of classes, from the views that it has',
    caption:
      'The same networks: the error that their views lead to expect. The window of Theorem 1 is the upper ' +
      'edge.',
    axis: '↑ expected error, Err / μ',
    top: 0.5,
  },
]

const drawPanel = (claim: ReportClaim, { kind, name, title, caption, axis, top }: Panel): Figure | null => {
  const found = starts.flatMap(start => {
    const series = seriesOf(claim, `${kind}-${start.role}`)
    return series === undefined ? [] : [{ ...start, rows: points(series) }]
  })
  if (found.length === 0) return null
  const ticks = [...new Set(found.flatMap(({ rows }) => rows.map(({ x }) => x)))]
  const svg = draw(title, {
    height: 380,
    marginLeft: 64,
    marginRight: 24,
    x: {
      type: 'log',
      base: 2,
      label: 'classes k →',
      labelAnchor: 'center',
      ticks,
      tickFormat: (x: number) => readable(x),
      inset: 12,
    },
    y: { domain: [0, top], label: axis, ticks: 5, grid: true },
    marks: found.flatMap(({ rows, color, words }, at) => [
      Plot.line(rows, { x: 'x', y: 'value', stroke: color, strokeOpacity: 0.6 }),
      intervals(rows, 'x', color),
      Plot.dot(rows, { x: 'x', y: 'value', fill: color, r: 4.5 }),
      Plot.text([`● ${words}`], {
        frameAnchor: kind === 'share' ? 'bottom-left' : 'top-left',
        textAnchor: 'start',
        text: d => d,
        fill: color,
        dx: 10,
        dy: kind === 'share' ? -12 - 18 * (found.length - 1 - at) : 12 + 18 * at,
      }),
    ]),
    color: { type: 'identity' },
  })
  return { name: `${claim.id}-${name}`, title, caption, svg }
}

export const figures: readonly Drawing[] = panels.map(panel => ({
  roles: starts.map(({ role }) => `${panel.kind}-${role}`),
  draw: claim => drawPanel(claim, panel),
}))
