import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import {
  type Drawing,
  type Figure,
  points,
  present,
  type ReportClaim,
  type Series,
  seriesOf,
} from '../../drawing/figure.ts'
import { intervals } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { superscript } from '../../numbers.ts'

/** What the figure shows, by the roles of its series and in words. */
export interface Halving {
  readonly title: string
  readonly caption: string
  /** What screen readers say. */
  readonly summary: string
  /** What is counted along the axis. */
  readonly counted: string
  readonly measured: string
  /** The label of the axis of errors; the default is that of a test error. */
  readonly axis?: string
  readonly law: string
  readonly control: string
  /**
   * Words of the legend for the law, for the law that the measured series predicts for finite data,
   * and for the control.
   */
  readonly words: { readonly law: string; readonly finite: string; readonly control: string }
}

/**
 * Draws the error in units of μ against a number of networks or rounds; the axis doubles upwards.
 * The figure also has the law that halves, the law for finite data sets and the control. Null if
 * the measured series is missing.
 */
export const halvingFigure = (halving: Halving): Drawing => ({
  roles: [halving.measured, halving.law, halving.control],
  draw: claim => drawHalving(claim, halving),
})

function drawHalving(claim: ReportClaim, halving: Halving): Figure | null {
  const { words } = halving
  const measured = seriesOf(claim, halving.measured)
  if (measured === undefined) return null
  const law = seriesOf(claim, halving.law)
  const control = seriesOf(claim, halving.control)
  const values = [...positive(measured), ...(law ? positive(law) : []), ...(control ? positive(control) : [])]
  const top = powerOfTwoAbove(values.reduce((a, b) => Math.max(a, b), 0.5))
  const bottom = powerOfTwoAbove(values.reduce((a, b) => Math.min(a, b), 0.5)) / 4
  // A value of 0, or a limit of 0, is drawn at the lower edge of the panel.
  const raise = (value: number | null) => (value === null ? null : Math.max(value, bottom))
  const rows = (series: Series | undefined) =>
    series === undefined
      ? []
      : points(series).map(p => ({
          ...p,
          low: raise(p.low),
          high: raise(p.high),
          none: p.value === 0,
          value: raise(p.value),
        }))
  const finite = rows(measured).filter(row => row.predicted !== null)
  const sizes = measured.x
  const curve = { x: 'x', strokeWidth: 1.75 }
  const svg = draw(halving.summary, {
    height: 360,
    marginLeft: 64,
    marginRight: 24,
    x: {
      label: `${halving.counted} →`,
      labelAnchor: 'center',
      ticks: sizes,
      tickFormat: 'd',
      inset: 10,
    },
    y: {
      type: 'log',
      base: 2,
      domain: [bottom, top],
      ticks: halves(top, bottom),
      tickFormat: fraction,
      label: halving.axis ?? '↑ test error, Err / μ',
      grid: true,
    },
    marks: [
      Plot.line(rows(law), { ...curve, y: 'value', stroke: light.muted, strokeDasharray: '2 4' }),
      Plot.line(finite, { ...curve, y: 'predicted', stroke: light.bandEdge, strokeDasharray: '7 4' }),
      Plot.line(rows(control), { ...curve, y: 'value', stroke: light.orange }),
      intervals(rows(control), 'x', light.orange),
      Plot.dot(rows(control), { x: 'x', y: 'value', fill: light.orange, symbol: 'square', r: 4 }),
      intervals(rows(measured), 'x', light.blue),
      Plot.dot(rows(measured), {
        x: 'x',
        y: 'value',
        r: 5,
        fill: row => (row.none ? light.card : light.blue),
        stroke: light.blue,
        strokeWidth: 1.5,
      }),
      ...legend([
        ['● measured, with its interval', light.blue],
        ...(control ? [[`■ control: ${words.control}`, light.orange]] : []),
        ...(finite.length > 0 ? [[`– – ${words.finite}`, light.bandEdge]] : []),
        ...(law ? [[`····  ${words.law}`, light.muted]] : []),
      ]),
    ],
    color: { type: 'identity' },
  })
  return {
    name: `${claim.id}-error`,
    title: halving.title,
    caption: halving.caption,
    svg,
  }
}

/** Lines of words, each with its color, above the lower edge. */
function legend(lines: string[][]): Plot.Markish[] {
  return lines.map(([text, color], i) =>
    Plot.text([text], {
      frameAnchor: 'bottom-left',
      textAnchor: 'start',
      text: d => d,
      fill: color,
      dx: 10,
      dy: -12 - 19 * (lines.length - 1 - i),
    }),
  )
}

/** `top` and its halves down to `bottom`, thinned to at most 8. */
function halves(top: number, bottom: number): number[] {
  const ticks: number[] = []
  for (let value = top; value >= bottom; value /= 2) ticks.push(value)
  const every = Math.ceil(ticks.length / 8)
  return ticks.filter((_, i) => i % every === 0)
}

function positive(series: Series): number[] {
  return present([...series.value, ...(series.high ?? []), ...(series.predicted ?? [])]).filter(
    value => value > 0,
  )
}

function powerOfTwoAbove(value: number): number {
  let power = 1
  while (power < value) power *= 2
  while (power / 2 > value && power > 1e-300) power /= 2
  return power
}

/** 0.125 as 1/8, and a number that would be long as a power, 2⁻²⁰. */
function fraction(value: number): string {
  if (value >= 1) return String(value)
  if (value >= 1 / 4096) return `1/${1 / value}`
  let power = 0
  for (let v = value; v < 1; v *= 2) power--
  return `2${superscript(power)}`
}
