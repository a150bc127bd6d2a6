/** The figure of a sweep: a panel a measurement, the first axis along it, a line for each combination of the others. */

import * as Plot from '@observablehq/plot'
import { draw, drawable } from '../report/figures/draw.ts'
import { rangeOf } from '../report/figures/figure.ts'
import { light } from '../report/figures/palette.ts'
import { readable } from '../report/numbers.ts'
import { valueText } from './grid.ts'
import type { Sweep } from './sweep.ts'

interface Row {
  readonly x: number | string
  /** The combination of the other axes. */
  readonly line: string
  readonly panel: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

const panelHeight = 190

/** null for a sweep without axes, or in which nothing could be measured. */
export const sweepFigure = (sweep: Sweep): string | null => {
  const [first, ...others] = sweep.over
  if (first === undefined) return null
  const numeric = first.values.every(value => typeof value === 'number')
  const panels = sweep.measurements.filter(({ name }) => name !== 'trained')
  const rows = sweep.cells.flatMap(cell =>
    panels.flatMap(({ name, title }): Row[] => {
      const found = cell.measured[name]
      if ('failure' in found || found.value === null) return []
      const x = cell.settings[first.name]
      const line = others.map(axis => `${axis.name}=${valueText(cell.settings[axis.name])}`).join(', ')
      return [
        {
          x: numeric ? (x as number) : drawable(valueText(x)),
          line: drawable(line),
          panel: drawable(title),
          value: found.value,
          low: found.low,
          high: found.high,
        },
      ]
    }),
  )
  if (rows.length === 0) return null
  const lines = [...new Set(rows.map(row => row.line))]
  const colours = lines.map((_, i) => palette[i % palette.length])
  const cell = { x: 'x', y: 'value', fy: 'panel', stroke: 'line' } as const
  const last = rows.filter(row => row.x === rows.at(-1)!.x && lines.length > 1)
  const numbers = rows.flatMap(row => [row.value, row.low, row.high]).filter(value => value !== null)
  return draw(`Measured values against ${first.name}`, {
    height: 60 + panelHeight * panels.length,
    marginLeft: 64,
    marginRight: lines.length > 1 ? 130 : 24,
    x: numeric
      ? {
          label: first.name,
          domain: rangeOf(first.values as number[], 0.03),
          ticks: first.values.length > 8 ? 6 : (first.values as number[]),
          tickFormat: (x: number) => readable(x),
        }
      : { type: 'point', label: first.name, domain: first.values.map(value => drawable(valueText(value))) },
    y: {
      label: null,
      domain: rangeOf(numbers),
      ticks: 5,
      tickFormat: (y: number) => readable(y),
      grid: true,
    },
    fy: { label: null, domain: panels.map(({ title }) => drawable(title)), axis: null, padding: 0.16 },
    color: { domain: lines, range: colours },
    marks: [
      Plot.frame({ stroke: light.grid }),
      Plot.text(
        panels.map(({ title }) => drawable(title)),
        { fy: d => d, text: d => d, frameAnchor: 'top-left', textAnchor: 'start', dy: -16, fontWeight: 600 },
      ),
      Plot.line(rows, { ...cell, z: 'line', strokeWidth: 1.75 }),
      Plot.ruleX(
        rows.filter(row => row.low !== null && row.high !== null),
        { x: 'x', y1: 'low', y2: 'high', fy: 'panel', stroke: 'line', strokeWidth: 2, strokeOpacity: 0.5 },
      ),
      Plot.dot(rows, { x: 'x', y: 'value', fy: 'panel', fill: 'line', r: 3.5 }),
      Plot.text(last, {
        x: 'x',
        y: 'value',
        fy: 'panel',
        text: 'line',
        fill: 'line',
        textAnchor: 'start',
        dx: 9,
      }),
    ],
  })
}

/** Told apart by people who see colours differently (Okabe and Ito 2008). */
const palette = [light.blue, light.orange, '#009e73', '#cc79a7', '#7a5a00', '#56b4e9', '#d55e00', light.muted]
