import * as Plot from '@observablehq/plot'
import { draw, drawable } from '../../drawing/draw.ts'
import { type Drawing, type Figure, points, type ReportClaim } from '../../drawing/figure.ts'
import { light } from '../../drawing/palette.ts'
import { percent } from '../../numbers.ts'
import { raceFigure } from './race.ts'

const prefix = 'rule-'

/**
 * Draws how often the view that leads at initialization is the view that is learned: inside the
 * lottery-winning set, by other rules (each is a series `rule-…` of one point), and for the
 * control.
 */
function lotteryFigure(claim: ReportClaim): Figure | null {
  const others = claim.series.filter(series => series.role.startsWith(prefix))
  const rows = [
    { name: 'in the lottery set M', ...claim.measured, color: light.blue },
    ...others.flatMap(series =>
      points(series)
        .slice(0, 1)
        .map(point => ({ ...point, name: drawable(series.name), color: light.blue })),
    ),
    { name: 'control', ...claim.control.measured, color: light.orange },
  ].filter(row => row.value !== null)
  const floor = claim.bound.low
  const svg = draw('Share of classes whose learned view was predicted at initialization, by rule', {
    height: 84 + 54 * rows.length,
    marginLeft: 20,
    marginRight: 56,
    x: {
      domain: [0, 1],
      percent: false,
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickFormat: percent,
      label: 'share of classes predicted right →',
      labelAnchor: 'center',
      grid: true,
    },
    y: { domain: rows.map(row => row.name), axis: null, padding: 0.5 },
    marks: [
      Plot.ruleX([0.5], { stroke: light.muted, strokeDasharray: '3 4' }),
      Plot.text(['a coin'], { x: 0.5, frameAnchor: 'top', text: d => d, fill: light.muted, dy: -14 }),
      ...(floor === null ? [] : floorMarks(floor)),
      Plot.text(rows, {
        y: 'name',
        frameAnchor: 'left',
        textAnchor: 'start',
        text: 'name',
        stroke: light.card,
        strokeWidth: 5,
        fill: light.ink,
      }),
      Plot.ruleY(rows, {
        y: 'name',
        x1: 'low',
        x2: 'high',
        stroke: 'color',
        strokeWidth: 3,
        strokeOpacity: 0.5,
      }),
      Plot.dot(rows, { y: 'name', x: 'value', fill: 'color', r: 6 }),
      Plot.text(rows, {
        y: 'name',
        frameAnchor: 'right',
        text: row => percent(row.value),
        textAnchor: 'start',
        dx: 8,
        fill: 'color',
        fontWeight: 600,
      }),
    ],
    color: { type: 'identity' },
  })
  return {
    name: `${claim.id}-shares`,
    title: 'Is the winner known before training?',
    caption:
      'Dots are the shares of classes whose learned view was predicted from the initial weights, ' +
      'bars their intervals. Guessing is right half of the time, and so should be a prediction ' +
      'from the initial weights of another model (orange).',
    svg,
  }
}

const floorMarks = (floor: number): Plot.Markish[] => [
  Plot.ruleX([floor], { stroke: light.bandEdge, strokeWidth: 1.5 }),
  Plot.text([`at least ${percent(floor)}`], {
    x: floor,
    frameAnchor: 'top',
    text: d => d,
    fill: light.bandEdge,
    dy: -14,
  }),
]

export const figures: readonly Drawing[] = [
  { roles: ['race-class-*'], draw: raceFigure },
  { roles: [`${prefix}*`], draw: lotteryFigure },
]
