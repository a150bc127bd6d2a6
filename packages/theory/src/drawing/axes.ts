/** What the figures of claims have in common: axes with titles, the bound, and a key. */

import * as Plot from '@observablehq/plot'
import { readable } from '../numbers.ts'
import type { Bound } from '../schema/types.ts'
import { rangeOf } from './figure.ts'
import { decadeLabel, decades, labelledRule } from './marks.ts'
import { light } from './palette.ts'

/** An axis of a figure. */
export interface AxisView {
  /** What it measures, with the unit, such as `error, Err / μ`. */
  readonly label: string
  readonly isLogarithmic?: boolean
}

/** A series that a figure shows. */
export interface Shown {
  readonly role: string
  readonly name: string
  readonly isControl?: boolean
}

/** A scale that holds these values; a logarithmic one holds the positive ones. */
export const scaleOf = (
  { label, isLogarithmic = false }: AxisView,
  values: readonly number[],
  arrow: '↑ ' | '',
): Plot.ScaleOptions => {
  const named = { label: arrow === '' ? `${label} →` : `${arrow}${label}`, labelArrow: 'none' } as const
  const positive = values.filter(value => value > 0)
  if (!isLogarithmic || positive.length === 0)
    return {
      ...named,
      domain: rangeOf([...values]),
      ticks: 6,
      tickFormat: (value: number) => readable(value),
    }
  const low = positive.reduce((a, b) => Math.min(a, b)) / 1.3
  const high = positive.reduce((a, b) => Math.max(a, b)) * 1.3
  const ticks = decades(low, high)
  return {
    ...named,
    type: 'log',
    domain: [low, high],
    ...(ticks.length >= 2
      ? { ticks, tickFormat: decadeLabel }
      : { ticks: 5, tickFormat: (value: number) => readable(value) }),
  }
}

/** Rules at the edges of a bound. */
export const boundRules = ({ low, high }: Bound): Plot.Markish[] => [
  ...(low === null ? [] : labelledRule(low, `at least ${readable(low)}`, light.bandEdge, '0')),
  ...(high === null ? [] : labelledRule(high, `at most ${readable(high)}`, light.bandEdge, '0')),
]

/** The edges of a bound that are numbers. */
export const edgesOf = ({ low, high }: Bound): number[] => [low, high].filter(edge => edge !== null)

const others = ['#009e73', '#cc79a7', '#7a5a00', '#56b4e9'] as const

/** A colour for each series: that of controls is orange. */
export const colorsOf = (shown: readonly Shown[]): string[] => {
  let next = 0
  const palette = [light.blue, ...others]
  return shown.map(({ isControl }) => (isControl ? light.orange : palette[next++ % palette.length]))
}

const rowHeight = 17

/** The height that a key takes above a panel. */
export const keyHeight = (shown: readonly Shown[]): number =>
  shown.length < 2 ? 0 : rowHeight * shown.length

/** The names of the series in their colours, above the panel; nothing for one series. */
export const keyMarks = (shown: readonly Shown[], colors: readonly string[]): Plot.Markish[] =>
  shown.length < 2
    ? []
    : shown.map(({ name }, at) =>
        Plot.text([name], {
          frameAnchor: 'top-right',
          text: (text: string) => `● ${text}`,
          fill: colors[at],
          textAnchor: 'end',
          dy: -rowHeight * (shown.length - at) - 4,
        }),
      )
