import * as Plot from '@observablehq/plot'
import { readable } from '../numbers.ts'
import { draw } from './draw.ts'
import { type Drawing, type Figure, points, present, type ReportClaim, rangeOf, seriesOf } from './figure.ts'
import { decadeLabel, decades, labelledRule } from './marks.ts'
import { light } from './palette.ts'
import { sideBySide } from './strips.ts'

/** A group of draws: the role of its series, and its name under the axis. */
export interface Group {
  readonly role: string
  readonly name: string
  readonly isControl?: boolean
}

export interface Comparison {
  readonly title: string
  readonly caption: string
  /** The label of the axis; the default is that of a test error. */
  readonly axis?: string
  readonly groups: readonly Group[]
}

/**
 * If the upper bound is smaller than the largest value by this factor, the axis is logarithmic.
 */
const farBelow = 20

/**
 * The draws of a few groups side by side, with the bound of the claim.
 *
 * @example
 * const groups = [{ role: 'errors', name: 'networks' }]
 * groupsFigure({ title: 'Errors', caption: '', groups }).roles // ["errors"]
 */
export const groupsFigure = (comparison: Comparison): Drawing => ({
  roles: comparison.groups.map(({ role }) => role),
  draw: claim => drawGroups(claim, comparison),
})

function drawGroups(
  claim: ReportClaim,
  { title, caption, axis = '↑ test error, Err / μ', groups }: Comparison,
): Figure | null {
  const { bound, predicted } = claim
  const found = groups.flatMap((group, at) => {
    const series = seriesOf(claim, group.role)
    const draws = (series === undefined ? [] : points(series)).filter(({ value }) => value !== null)
    const places = sideBySide(
      draws.map(({ value }) => value ?? 0),
      at,
    )
    return draws.map(({ high }, i) => ({ ...places[i], high, isControl: group.isControl === true }))
  })
  if (found.length === 0) return null
  const ends = present([bound.low, bound.high])
  const values = present([...found.flatMap(({ value, high }) => [value, high]), ...ends])
  const most = values.reduce((a, b) => Math.max(a, b))
  const ceiling = bound.high ?? 0
  const isWide = ceiling > 0 && most > farBelow * ceiling && values.every(value => value >= 0)
  const domain: [number, number] = isWide ? [ceiling / 30, most * 2] : rangeOf([0, ...values], 0.08)
  const raise = (value: number) => Math.max(value, domain[0])
  const rows = found.map(({ x, value, high, isControl }) => ({
    x,
    value: raise(value),
    high: high === null ? null : raise(high),
    color: isControl ? light.orange : light.blue,
    ground: isWide && value < domain[0] ? light.card : isControl ? light.orange : light.blue,
  }))
  const svg = draw(title, {
    height: 330,
    marginLeft: 64,
    marginBottom: 48,
    x: {
      label: null,
      domain: [-0.6, groups.length - 0.4],
      ticks: groups.map((_, g) => g),
      tickFormat: g => groups[g]?.name ?? '',
      tickSize: 0,
      tickPadding: 9,
    },
    y: {
      ...(isWide
        ? { type: 'log', ticks: decades(...domain), tickFormat: decadeLabel }
        : { ticks: 6, tickFormat: (y: number) => readable(y) }),
      domain,
      label: axis,
      grid: true,
    },
    marks: [
      ...(predicted === null || isWide
        ? []
        : [Plot.ruleY([predicted], { stroke: light.bandEdge, strokeWidth: 1.75, strokeDasharray: '6 4' })]),
      ...ends.flatMap(end =>
        labelledRule(
          end,
          `${end === bound.high ? 'at most' : 'at least'} ${readable(end)}`,
          light.bandEdge,
          '0',
        ),
      ),
      Plot.ruleX(
        rows.filter(({ high }) => high !== null),
        { x: 'x', y1: 'value', y2: 'high', stroke: 'color', strokeWidth: 2, strokeOpacity: 0.55 },
      ),
      Plot.dot(rows, { x: 'x', y: 'value', r: 4, fill: 'ground', stroke: 'color', strokeWidth: 1.5 }),
    ],
    color: { type: 'identity' },
  })
  return { name: `${claim.id}-groups`, title, caption, svg }
}
