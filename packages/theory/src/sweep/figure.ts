/**
 * The figure of a sweep: one panel per measurement, the first axis along it, a line for each
 * combination of the others.
 */

import { type SettingName, settingTable } from '@multiview/network'
import type * as Plot from '@observablehq/plot'
import { drawable, drawStacked } from '../drawing/draw.ts'
import { rangeOf } from '../drawing/figure.ts'
import { light } from '../drawing/palette.ts'
import { readable } from '../numbers.ts'
import { type Axis, valueText } from './grid.ts'
import { keyRows, panelOptions, type Row } from './panel.ts'
import type { Sweep } from './sweep.ts'

/** An axis is logarithmic if the ratio of its largest to its smallest value is at least this. */
const decade = 10
const mostTicks = 8

/** null for a sweep without axes, or in which nothing could be measured. */
export const sweepFigure = (sweep: Sweep): string | null => {
  const [first, ...others] = sweep.over
  if (first === undefined) return null
  const isNumeric = first.values.every(value => typeof value === 'number')
  const panels = sweep.measurements
    .filter(({ name }) => name !== 'trained')
    .map(({ name, title, bound }) => ({
      title: drawable(title),
      bound,
      rows: sweep.cells.flatMap((cell): Row[] => {
        const found = cell.measured[name]
        if ('failure' in found || found.value === null) return []
        const x = cell.settings[first.name]
        const line = others.map(axis => `${axis.name}=${valueText(cell.settings[axis.name])}`).join(', ')
        return [
          {
            x: isNumeric ? (x as number) : drawable(valueText(x)),
            line: drawable(line),
            value: found.value,
            low: found.low ?? found.exact?.low ?? null,
            high: found.high ?? found.exact?.high ?? null,
          },
        ]
      }),
    }))
    .filter(({ rows }) => rows.length > 0)
  if (panels.length === 0) return null
  const lines = [...new Set(panels.flatMap(({ rows }) => rows.map(row => row.line)))]
  const color = { domain: lines, range: lines.map((_, i) => palette[i % palette.length]) }
  const x = isNumeric ? numericScale(first) : namesScale(first)
  return drawStacked(
    `Measured values against ${first.name}`,
    panels.map((panel, at) => {
      const key = lines.length > 1 ? lines.slice(keyRows * at, keyRows * (at + 1)) : []
      return panelOptions(panel, x, { color, lines: lines.length, key, isLast: at === panels.length - 1 })
    }),
  )
}

const numericScale = (axis: Axis): Plot.ScaleOptions => {
  const values = axis.values as readonly number[]
  const least = values.reduce((a, b) => Math.min(a, b))
  const most = values.reduce((a, b) => Math.max(a, b))
  const isWide = least > 0 && most > decade * least
  return {
    label: labelOf(axis),
    labelAnchor: 'center',
    ...(isWide
      ? { type: 'log', domain: [least / 1.1, most * 1.1] }
      : { type: 'linear', domain: rangeOf([...values], 0.03) }),
    ticks: values.length > mostTicks ? (isWide ? 5 : 6) : [...values],
    tickFormat: (x: number) => readable(x),
  }
}

const namesScale = (axis: Axis): Plot.ScaleOptions => ({
  type: 'point',
  label: labelOf(axis),
  labelAnchor: 'center',
  labelArrow: 'none',
  domain: axis.values.map(value => drawable(valueText(value))),
})

/** The setting by name and symbol, as a user writes either. */
const labelOf = ({ name }: Axis): string => {
  if (!Object.hasOwn(settingTable, name)) return name
  const { symbol } = settingTable[name as SettingName]
  return symbol === '' || symbol === name ? name : `${name} ${symbol}`
}

/** Colours that can be distinguished with every kind of colour blindness (Okabe and Ito 2008). */
const palette = [light.blue, light.orange, '#009e73', '#cc79a7', '#7a5a00', '#56b4e9', '#d55e00', light.muted]
