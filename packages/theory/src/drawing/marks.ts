import * as Plot from '@observablehq/plot'
import { superscript } from '../numbers.ts'
import { light } from './palette.ts'

/** The powers of ten from below `low` to above `high`, thinned to at most `most`. */
export function decades(low: number, high: number, most = 6): number[] {
  const list: number[] = []
  for (let power = -320; power <= 308; power++) {
    const value = Number(`1e${power}`)
    if (value >= low && value <= high) list.push(value)
  }
  const every = Math.ceil(list.length / most)
  return list.filter((_, i) => (list.length - 1 - i) % every === 0)
}

/** 0.001 as 10⁻³; 1 and 10 as they are. */
export function decadeLabel(value: number): string {
  const power = Number(value.toExponential().split('e')[1])
  return power === 0 || power === 1 ? String(value) : `10${superscript(power)}`.replace('-', '−')
}

/** A rule across the panel with its meaning written above its right end. */
export function labelledRule(y: number, text: string, color: string, dash = '5 4'): Plot.Markish[] {
  return [
    Plot.ruleY([y], { stroke: color, strokeWidth: 1.5, strokeDasharray: dash }),
    Plot.text([text], {
      y,
      frameAnchor: 'right',
      text: d => d,
      fill: color,
      textAnchor: 'end',
      dy: -9,
      dx: -4,
    }),
  ]
}

/** Upright confidence intervals as thin bars. */
export function intervals<Row>(
  rows: Row[],
  x: keyof Row & string,
  color: string,
  low = 'low',
  high = 'high',
) {
  return Plot.ruleX(rows, { x, y1: low, y2: high, stroke: color, strokeWidth: 2, strokeOpacity: 0.55 })
}

/** The line of what was predicted, from the rows' `x` and `predicted`. */
export const predictionLine = (rows: Plot.Data): Plot.Markish =>
  Plot.line(rows, {
    x: 'x',
    y: 'predicted',
    stroke: light.bandEdge,
    strokeWidth: 1.75,
    strokeDasharray: '6 4',
  })
