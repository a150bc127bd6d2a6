import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import { type Drawing, type Figure, points, type ReportClaim, seriesOf } from '../../drawing/figure.ts'
import { intervals } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { sideBySide } from '../../drawing/strips.ts'
import { mean } from '../../statistics/index.ts'

const byMembers = [
  { role: 'control-error-by-members', color: light.orange, words: () => 'control: two views' },
  { role: 'error-by-members', color: light.blue, words: (views: number) => `${views} views` },
  {
    role: 'one-more-error-by-members',
    color: light.bandEdge,
    words: (views: number) => `${views + 1} views`,
  },
  {
    role: 'unequal-error-by-members',
    color: light.muted,
    words: (views: number) => `${views} views, one of them stronger`,
  },
]

const byStrength = [
  { role: 'view-1', name: 'views alike', color: light.blue },
  { role: 'strong-view', name: 'view 1 stronger', color: light.bandEdge },
]

/** The views of a class in the claim's own networks. */
const viewsIn = ({ setting }: ReportClaim): number => (typeof setting.views === 'number' ? setting.views : 3)

/** The kinds whose series the claim has, with their points. */
const foundOf = <Kind extends { role: string }>(claim: ReportClaim, kinds: readonly Kind[]) =>
  kinds.flatMap(kind => {
    const series = seriesOf(claim, kind.role)
    return series === undefined ? [] : [{ ...kind, rows: points(series) }]
  })

/** The error against the number of networks, for two views and for more. */
function drawErrors(claim: ReportClaim): Figure | null {
  const found = foundOf(claim, byMembers)
  if (found.length === 0) return null
  // A value or a limit of 0 is drawn at the lower edge.
  const bottom = 1 / 256
  const raise = (value: number | null) => (value === null ? null : Math.max(value, bottom))
  const rowsOf = (rows: ReturnType<typeof points>) =>
    rows.map(row => ({ ...row, value: raise(row.value), low: raise(row.low), high: raise(row.high) }))
  const svg = draw('Error of an ensemble against its number of members, for two views and for more', {
    height: 360,
    marginLeft: 64,
    marginRight: 24,
    x: {
      label: 'members of the ensemble L →',
      labelAnchor: 'center',
      ticks: found[0].rows.map(({ x }) => x),
      tickFormat: 'd',
      inset: 10,
    },
    y: {
      type: 'log',
      base: 2,
      domain: [bottom, 1],
      ticks: [1, 1 / 4, 1 / 16, 1 / 64, 1 / 256],
      tickFormat: (value: number) => (value === 1 ? '1' : `1/${1 / value}`),
      label: '↑ test error, Err / μ',
      grid: true,
    },
    marks: found.flatMap(({ rows, color, words }, at) => [
      Plot.line(
        rows.filter(({ predicted }) => predicted !== null),
        { x: 'x', y: 'predicted', stroke: color, strokeDasharray: '7 4' },
      ),
      intervals(rowsOf(rows), 'x', color),
      Plot.dot(rowsOf(rows), { x: 'x', y: 'value', fill: color, r: 5 }),
      Plot.text([`● ${words(viewsIn(claim))}`], {
        frameAnchor: 'bottom-left',
        textAnchor: 'start',
        text: d => d,
        fill: color,
        dx: 10,
        dy: -12 - 19 * at,
      }),
    ]),
    color: { type: 'identity' },
  })
  return {
    name: `${claim.id}-error`,
    title: 'Error against the number of networks, with two views and with more',
    caption:
      'Dots are measured errors with their intervals. Dashed lines are what the theory expects on these ' +
      'data sets: with V views every further network leaves (V−1)/V of the error.',
    svg,
  }
}

/** How often view 1 was learned, where all views are alike and where it is stronger. */
function drawStrengths(claim: ReportClaim): Figure | null {
  const found = foundOf(claim, byStrength)
  if (found.length === 0) return null
  const dots = found.flatMap(({ rows, color }, at) =>
    sideBySide(
      rows.map(({ value }) => value ?? 0),
      at,
    ).map(row => ({ ...row, color })),
  )
  const lines = found.flatMap(({ rows, color }, at) => [
    { at, color, value: mean(rows.map(({ predicted }) => predicted ?? Number.NaN)), isExpected: true },
    { at, color, value: mean(rows.map(({ value }) => value ?? Number.NaN)), isExpected: false },
  ])
  const rule = {
    y: 'value',
    x1: (row: Line) => row.at - 0.4,
    x2: (row: Line) => row.at + 0.4,
    stroke: 'color',
  }
  const svg = draw(
    'Share of the classes that learned view 1, where views are alike and where it is stronger',
    {
      height: 300,
      marginLeft: 64,
      x: {
        label: null,
        domain: [-0.5, found.length - 0.5],
        ticks: found.map((_, at) => at),
        tickFormat: at => found[at]?.name ?? '',
        tickSize: 0,
      },
      y: { domain: [0, 1], label: '↑ share of the classes that learned view 1', grid: true },
      marks: [
        Plot.dot(dots, { x: 'x', y: 'value', r: 3.5, fill: 'color', fillOpacity: 0.6 }),
        Plot.ruleY(
          lines.filter(({ isExpected }) => !isExpected),
          { ...rule, strokeWidth: 2 },
        ),
        Plot.ruleY(
          lines.filter(({ isExpected }) => isExpected),
          { ...rule, stroke: light.ink, strokeDasharray: '5 4' },
        ),
      ],
      color: { type: 'identity' },
    },
  )
  return {
    name: `${claim.id}-strengths`,
    title: 'How often view 1 is learned, where all views are alike and where it is stronger',
    caption:
      'Each dot is one data set, the share of the classes of its networks that learned view 1; coloured ' +
      'lines are means. Dashed lines are what the lottery expects from the weights of the training samples.',
    svg,
  }
}

interface Line {
  readonly at: number
}

export const figures: readonly Drawing[] = [
  { roles: [...byMembers.map(({ role }) => role), 'law-by-members'], draw: drawErrors },
  { roles: byStrength.map(({ role }) => role), draw: drawStrengths },
]
