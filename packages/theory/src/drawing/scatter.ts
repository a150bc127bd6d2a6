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
import { type Drawing, type Figure, points, type ReportClaim, seriesOf } from './figure.ts'

export interface ScatterView {
  readonly title: string
  readonly caption: string
  readonly x: AxisView
  readonly y: AxisView
  readonly clouds: readonly Shown[]
  /** Whether the bound of the claim is drawn. */
  readonly hasBound?: boolean
}

/**
 * Series as clouds of points, such as a measured value over a predicted one; that of the control in
 * orange.
 *
 * @example
 * const view = { title: 'Time', caption: '', x: { label: 'predicted' }, y: { label: 'measured' } }
 * scatterFigure({ ...view, clouds: [{ role: 'times', name: 'classes' }] }).roles // ["times"]
 */
export const scatterFigure = (view: ScatterView): Drawing => ({
  roles: view.clouds.map(({ role }) => role),
  draw: claim => drawScatter(claim, view),
})

const drawScatter = (
  claim: ReportClaim,
  { title, caption, x, y, clouds, hasBound = false }: ScatterView,
): Figure | null => {
  const shown = clouds.filter(({ role }) => seriesOf(claim, role) !== undefined)
  const colors = colorsOf(shown)
  const rows = shown.flatMap(({ role }, at) => {
    const series = seriesOf(claim, role)
    return (series === undefined ? [] : points(series)).flatMap(({ x: place, value }) =>
      value === null || (x.isLogarithmic && place <= 0) || (y.isLogarithmic && value <= 0)
        ? []
        : [{ x: place, value, color: colors[at] }],
    )
  })
  if (rows.length === 0) return null
  const key = keyHeight(shown)
  const values = rows.map(({ value }) => value)
  const svg = draw(title, {
    height: 320 + key,
    marginTop: 30 + key,
    marginLeft: 64,
    x: scaleOf(
      x,
      rows.map(row => row.x),
      '',
    ),
    y: { ...scaleOf(y, [...values, ...(hasBound ? edgesOf(claim.bound) : [])], '↑ '), grid: true },
    color: { type: 'identity' },
    marks: [
      ...(hasBound ? boundRules(claim.bound) : []),
      Plot.dot(rows, {
        x: 'x',
        y: 'value',
        fill: 'color',
        fillOpacity: 0.65,
        r: rows.length > 200 ? 1.8 : 3,
      }),
      ...keyMarks(shown, colors),
    ],
  })
  return { name: `${claim.id}-${shown[0].role}`, title, caption, svg }
}
