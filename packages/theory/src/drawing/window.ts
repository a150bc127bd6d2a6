import * as Plot from '@observablehq/plot'
import { readable } from '../numbers.ts'
import { edgesOf } from './axes.ts'
import { draw } from './draw.ts'
import { drawsOf, windowName } from './draws.ts'
import { type Drawing, type Figure, present, type ReportClaim, rangeOf } from './figure.ts'
import { light } from './palette.ts'
import { scattered } from './strips.ts'

export interface WindowView {
  readonly title: string
  readonly caption: string
  /** What is measured, with the unit. */
  readonly axis: string
}

/**
 * The draws and the interval of a claim, and those of its control below, beside the window that the
 * bound leaves.
 *
 * @example
 * windowFigure({ title: 'Agreement', caption: '', axis: 'share of classes' }).roles.length // 0
 */
export const windowFigure = (view: WindowView): Drawing => ({
  roles: [],
  draw: claim => drawWindow(claim, view),
})

/** Draws of a figure: more of them make it slow, and cannot be told apart. */
const mostDraws = 500

const drawWindow = (claim: ReportClaim, { title, caption, axis }: WindowView): Figure | null => {
  const { bound, measured, control } = claim
  const rows = [
    { of: measured, name: 'the claim', color: light.blue },
    { of: control.measured, name: 'its control', color: light.orange },
  ].map((row, at) => ({ ...row, at, draws: drawsOf(row.of).slice(0, mostDraws) }))
  const values = present(rows.flatMap(({ of: { value, low, high }, draws }) => [value, low, high, ...draws]))
  if (values.length === 0) return null
  const [low, high] = rangeOf([...values, ...edgesOf(bound)])
  const window = [{ x1: bound.low ?? low, x2: bound.high ?? high }]
  const edges = edgesOf(bound)
  const svg = draw(title, {
    height: 230,
    marginLeft: 84,
    marginTop: 30,
    x: {
      domain: [low, high],
      label: `${axis} →`,
      labelArrow: 'none',
      ticks: 6,
      tickFormat: (x: number) => readable(x),
    },
    y: {
      domain: [1.6, -0.6],
      ticks: [0, 1],
      tickFormat: (y: number) => rows[y]?.name ?? '',
      tickSize: 0,
      label: null,
    },
    color: { type: 'identity' },
    marks: [
      Plot.rect(window, { x1: 'x1', x2: 'x2', y1: 1.6, y2: -0.6, fill: light.band }),
      Plot.ruleX(edges, { stroke: light.bandEdge, strokeWidth: 1.5 }),
      Plot.text(edges, {
        x: (edge: number) => edge,
        frameAnchor: 'top',
        dy: -15,
        text: (edge: number) => readable(edge),
        fill: light.bandEdge,
      }),
      Plot.dot(
        rows.flatMap(({ draws, at, color }) =>
          scattered(draws, at + 0.28, 0.3).map(({ x, value }) => ({ x: value, y: x, color })),
        ),
        { x: 'x', y: 'y', fill: 'color', fillOpacity: 0.45, r: 2.2 },
      ),
      Plot.ruleY(
        rows.flatMap(({ of, at, color }) =>
          of.low === null || of.high === null ? [] : [{ x1: of.low, x2: of.high, at, color }],
        ),
        { x1: 'x1', x2: 'x2', y: 'at', stroke: 'color', strokeWidth: 3 },
      ),
      Plot.dot(
        rows.flatMap(({ of, at, color }) => (of.value === null ? [] : [{ x: of.value, at, color }])),
        { x: 'x', y: 'at', r: 5, fill: 'color' },
      ),
    ],
  })
  return { name: windowName(claim), title, caption, svg }
}
