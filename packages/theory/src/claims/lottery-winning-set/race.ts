import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import { type Figure, type Point, points, present, type ReportClaim } from '../../drawing/figure.ts'
import { decadeLabel, decades } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'

const columns = 2
const mostPanels = 6
const pattern = /^race-class-(\d+)-view-([12])$/

/**
 * One view of one class as it grows: the largest correlation Λ of a neuron with it, step by step.
 */
interface Runner {
  klass: number
  view: number
  path: Point[]
  end: number
}

/**
 * The race of the two views, one panel per class: Λ_{j,1} and Λ_{j,2} against the training step,
 * logarithmic upwards, the winner drawn thick. Needs series `race-class-J-view-V`; null if there
 * are none.
 */
export function raceFigure(claim: ReportClaim): Figure | null {
  const runners = runnersOf(claim)
  const classes = [...new Set(runners.map(runner => runner.klass))].sort((a, b) => a - b).slice(0, mostPanels)
  if (classes.length === 0) return null
  const shown = runners.filter(runner => classes.includes(runner.klass))
  const values = present(shown.flatMap(runner => runner.path.map(point => point.value)))
  const low = values.reduce((a, b) => Math.min(a, b)) * 0.8
  const high = values.reduce((a, b) => Math.max(a, b)) * 1.6
  const rows = Math.ceil(classes.length / columns)
  const place = (klass: number) => {
    const i = classes.indexOf(klass)
    return { fx: i % columns, fy: Math.floor(i / columns) }
  }
  const winner = (klass: number) =>
    shown.filter(runner => runner.klass === klass).reduce((a, b) => (b.end > a.end ? b : a)).view
  const titles = classes.map(klass => ({
    ...place(klass),
    klass: `class ${klass}`,
    result: `view ${winner(klass)} wins`,
    color: colorOf(winner(klass)),
  }))
  const paths = shown.flatMap(({ klass, view, path }) =>
    path.map(({ x, value }) => ({ ...place(klass), x, y: value, view, wins: winner(klass) === view, klass })),
  )
  const wins = paths.filter(row => row.wins)
  const loses = paths.filter(row => !row.wins)
  const cell = { fx: 'fx', fy: 'fy' }
  const line = { ...cell, x: 'x', y: 'y', z: (row: { klass: number }) => row.klass }
  const title = { ...cell, frameAnchor: 'top-left', dx: 2, dy: -17 } as const
  const svg = draw('Correlation with each of the two views of a class against the training step', {
    height: 70 + rows * 140,
    marginTop: 46,
    marginBottom: 46,
    fx: { axis: null, padding: 0.08 },
    fy: { axis: null, padding: 0.2 },
    x: { label: 'training step t →', labelAnchor: 'center', ticks: 3, nice: false },
    y: {
      type: 'log',
      domain: [low, high],
      label: '↑ correlation Λ of the best neuron with a view',
      ticks: decades(low, high, 4),
      tickFormat: decadeLabel,
      grid: true,
    },
    marks: [
      Plot.frame({ stroke: light.grid }),
      Plot.line(loses, {
        ...line,
        stroke: row => colorOf(row.view),
        strokeWidth: 1.5,
        strokeDasharray: '3 3',
      }),
      Plot.line(wins, { ...line, stroke: row => colorOf(row.view), strokeWidth: 3 }),
      Plot.text(titles, { ...title, textAnchor: 'start', text: 'klass', fontWeight: 600 }),
      Plot.text(titles, {
        ...title,
        frameAnchor: 'top-right',
        textAnchor: 'end',
        dx: -2,
        text: 'result',
        fill: 'color',
      }),
    ],
    color: { type: 'identity' },
  })
  return {
    name: `${claim.id}-race`,
    title: 'The race of the two views',
    caption:
      'One panel per class, view 1 in blue and view 2 in orange; the thick line is the view that ' +
      'ends stronger. The theory expects that the view which leads at initialization pulls away, ' +
      'and that the other one stops growing once the data are explained, and is never learned.',
    svg,
  }
}

function runnersOf(claim: ReportClaim): Runner[] {
  return claim.series.flatMap(series => {
    const match = pattern.exec(series.role)
    // A correlation cut off at 0 has no place on a logarithmic axis.
    const path = match ? thinned(points(series).filter(point => (point.value ?? 0) > 0)) : []
    if (match === null || path.length === 0) return []
    return [{ klass: Number(match[1]), view: Number(match[2]), path, end: path.at(-1)!.value! }]
  })
}

function colorOf(view: number): string {
  return view === 1 ? light.blue : light.orange
}

/**
 * At most about 200 points, evenly chosen, the last one among them: a panel cannot show more.
 */
function thinned(path: Point[]): Point[] {
  const every = Math.ceil(path.length / 200)
  return path.filter((_, i) => (path.length - 1 - i) % every === 0)
}
