import * as Plot from '@observablehq/plot'
import {
  type AxisView,
  boundRules,
  colorsOf,
  edgesOf,
  keyHeight,
  keyMarks,
  type Shown,
  scaleOf,
} from './axes.ts'
import { draw } from './draw.ts'
import { type Drawing, type Figure, points, present, type ReportClaim, seriesOf } from './figure.ts'
import { light } from './palette.ts'

export interface LinesView {
  readonly title: string
  readonly caption: string
  readonly x: AxisView
  readonly y: AxisView
  readonly lines: readonly Shown[]
  /** Whether the bound of the claim is drawn. */
  readonly hasBound?: boolean
}

/**
 * Series over x as lines with bands between their limits, and their predictions dashed.
 *
 * @example
 * const figure = linesFigure({
 *   title: 'Error against k',
 *   caption: 'Bands are intervals.',
 *   x: { label: 'classes k', isLogarithmic: true },
 *   y: { label: 'error, Err / μ' },
 *   lines: [{ role: 'error-by-classes', name: 'networks' }],
 * })
 * figure.roles // ["error-by-classes"]
 */
export const linesFigure = (view: LinesView): Drawing => ({
  roles: view.lines.map(({ role }) => role),
  draw: claim => drawLines(claim, view),
})

const drawLines = (
  claim: ReportClaim,
  { title, caption, x, y, lines, hasBound = false }: LinesView,
): Figure | null => {
  const shown = lines.filter(({ role }) => seriesOf(claim, role) !== undefined)
  const colors = colorsOf(shown)
  const isShown = (at: number, value: number | null): boolean =>
    value !== null && (!x.isLogarithmic || at > 0) && (!y.isLogarithmic || value > 0)
  const rows = shown.flatMap(({ role }, at) => {
    const series = seriesOf(claim, role)
    return (series === undefined ? [] : points(series))
      .filter(each => isShown(each.x, each.value))
      .map(each => ({ ...each, color: colors[at] }))
  })
  if (rows.length === 0) return null
  const values = present(rows.flatMap(({ value, low, high, predicted }) => [value, low, high, predicted]))
  const yScale = scaleOf(y, [...values, ...(hasBound ? edgesOf(claim.bound) : [])], '↑ ')
  const [least] = yScale.domain as number[]
  const key = keyHeight(shown)
  const svg = draw(title, {
    height: 320 + key,
    marginTop: 30 + key,
    marginLeft: 64,
    x: scaleOf(
      x,
      rows.map(row => row.x),
      '',
    ),
    y: { ...yScale, grid: true },
    color: { type: 'identity' },
    marks: [
      ...(hasBound ? boundRules(claim.bound) : []),
      Plot.areaY(
        rows
          .filter(row => row.low !== null && row.high !== null)
          .map(row => ({ ...row, low: Math.max(row.low ?? least, least) })),
        { x: 'x', y1: 'low', y2: 'high', fill: 'color', z: 'color', fillOpacity: 0.16 },
      ),
      Plot.line(
        rows.filter(row => row.predicted !== null && isShown(row.x, row.predicted)),
        {
          x: 'x',
          y: 'predicted',
          z: 'color',
          stroke: light.bandEdge,
          strokeWidth: 1.75,
          strokeDasharray: '6 4',
        },
      ),
      Plot.line(rows, { x: 'x', y: 'value', stroke: 'color', z: 'color', strokeWidth: 1.75 }),
      Plot.dot(rows, { x: 'x', y: 'value', fill: 'color', r: rows.length > 120 ? 1.5 : 3.5 }),
      ...keyMarks(shown, colors),
    ],
  })
  return { name: `${claim.id}-${shown[0].role}`, title, caption, svg }
}
