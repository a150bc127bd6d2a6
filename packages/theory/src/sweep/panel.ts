/**
 * One panel of a sweep's figure: the values of one measurement along the first axis, with the
 * window that a theorem sets.
 */

import * as Plot from '@observablehq/plot'
import { present, rangeOf } from '../drawing/figure.ts'
import { decadeLabel, decades } from '../drawing/marks.ts'
import { light } from '../drawing/palette.ts'
import { readable } from '../numbers.ts'
import type { Bound } from '../schema/types.ts'

export interface Row {
  readonly x: number | string
  /** The values of the other axes. */
  readonly line: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

export interface Panel {
  readonly title: string
  readonly bound: Bound | null
  readonly rows: readonly Row[]
}

/**
 * Errors have a logarithmic axis if their largest value is more than this many times the smallest.
 */
const decade = 10

/** Lines whose names fit beside a panel, one below the other. */
export const keyRows = 7
const keyWidth = 130
const left = 64

/**
 * Scale, marks and height of a panel; the horizontal scale is that of the whole figure, whose names
 * stand below the last panel. `key` holds the lines whose names stand beside this one.
 */
export const panelOptions = (
  panel: Panel,
  x: Plot.ScaleOptions,
  look: {
    readonly color: Plot.ScaleOptions
    readonly lines: number
    readonly key: readonly string[]
    readonly isLast: boolean
  },
): Plot.PlotOptions => {
  const axis = errorAxis(panel)
  const { isWide, bottom, top } = axis
  const right = look.lines > 1 ? keyWidth : 24
  return {
    height: look.isLast ? 198 : 168,
    marginTop: 38,
    marginBottom: look.isLast ? 44 : 14,
    marginLeft: left,
    marginRight: right,
    x: look.isLast ? x : { ...x, label: null, tickFormat: () => '' },
    y: {
      type: isWide ? 'log' : 'linear',
      domain: [bottom, top],
      label: null,
      ticks: isWide ? decades(bottom, top, 5) : 4,
      tickFormat: isWide ? decadeLabel : (y: number) => readable(y),
      grid: true,
    },
    color: look.color,
    marks: [
      ...(panel.bound === null ? [] : boundMarks(panel.bound, axis, right)),
      Plot.frame({ stroke: light.grid }),
      Plot.text([panel.title], {
        ...corner,
        frameAnchor: 'top-left',
        textAnchor: 'start',
        dx: 8 - left,
        fontWeight: 600,
      }),
      ...rowMarks(panel.rows, axis),
      ...look.key.map((line, at) =>
        Plot.text([line], {
          text: d => `● ${d}`,
          fill: d => d,
          frameAnchor: 'top-right',
          textAnchor: 'start',
          dx: 8,
          dy: 8 + 17 * at,
        }),
      ),
    ],
  }
}

/** A text above a corner of the panel. */
const corner = { text: (d: string) => d, dy: -20 } as const

/** The vertical axis. */
interface ErrorAxis {
  readonly bottom: number
  readonly top: number
  /** Whether it is logarithmic. */
  readonly isWide: boolean
}

const errorAxis = ({ bound, rows }: Panel): ErrorAxis => {
  const edges = present([bound?.low, bound?.high])
  const values = extended(
    rows.map(({ value }) => value),
    edges,
    rows,
  )
  const positive = [...values, ...edges].filter(value => value > 0)
  const least = positive.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const most = positive.reduce((a, b) => Math.max(a, b), 0)
  const isWide =
    bound !== null && bound.low === null && values.every(value => value >= 0) && most > decade * least
  const [bottom, top] = isWide ? [least / 3, most * 2] : rangeOf([...values, ...edges], 0.1)
  return { bottom, top, isWide }
}

/** @param right the margin, in which the bound in signs ends. */
const boundMarks = (bound: Bound, { bottom, top }: ErrorAxis, right: number): Plot.Markish[] => [
  Plot.rect([0], { y1: bound.low ?? bottom, y2: bound.high ?? top, fill: light.band }),
  Plot.ruleY(present([bound.low, bound.high]), { stroke: light.bandEdge, strokeWidth: 1.25 }),
  Plot.text([inSigns(bound)], {
    ...corner,
    frameAnchor: 'top-right',
    textAnchor: 'end',
    dx: right - 10,
    fill: light.bandEdge,
  }),
]

/** The lines, with intervals and values. */
const rowMarks = (rows: readonly Row[], { bottom, top, isWide }: ErrorAxis): Plot.Markish[] => {
  const within = (value: number) => Math.min(Math.max(value, bottom), top)
  const shown = rows.map(row => ({
    ...row,
    value: within(row.value),
    isNone: isWide && row.value === 0,
    low: row.low === null ? null : within(row.low),
    high: row.high === null ? null : within(row.high),
  }))
  return [
    Plot.line(shown, { x: 'x', y: 'value', stroke: 'line', z: 'line', strokeWidth: 1.75 }),
    Plot.ruleX(
      shown.filter(row => row.low !== null && row.high !== null),
      { x: 'x', y1: 'low', y2: 'high', stroke: 'line', strokeWidth: 2, strokeOpacity: 0.5 },
    ),
    Plot.dot(
      shown.filter(row => !row.isNone),
      { x: 'x', y: 'value', fill: 'line', r: 4 },
    ),
    // A logarithmic axis cannot show an error of 0: it is an open dot at the lower edge.
    Plot.dot(
      shown.filter(row => row.isNone),
      { x: 'x', y: 'value', stroke: 'line', fill: light.card, r: 4, strokeWidth: 1.5 },
    ),
  ]
}

/**
 * The range includes the limits of all intervals except very wide ones, such as the whole range of
 * an error after too few draws. Those end at the edges of the panel.
 */
const extended = (values: number[], edges: number[], rows: readonly Row[]): number[] => {
  const [least, most] = rangeOf([...values, ...edges], 0)
  const room = 3 * (most - least)
  const shown = rows.filter(({ low, high }) => low !== null && high !== null && high - low <= room)
  return [...values, ...present(shown.flatMap(({ low, high }) => [low, high]))]
}

const inSigns = ({ low, high }: Bound): string =>
  low === null
    ? `≤ ${readable(high ?? Number.NaN)}`
    : high === null
      ? `≥ ${readable(low)}`
      : `${readable(low)} … ${readable(high)}`
