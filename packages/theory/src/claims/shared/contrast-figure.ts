import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import { type Drawing, type Figure, present, type ReportClaim, seriesOf } from '../../drawing/figure.ts'
import { light } from '../../drawing/palette.ts'
import { sideBySide } from '../../drawing/strips.ts'
import { readable } from '../../numbers.ts'
import { mean } from '../../statistics/index.ts'

const columns = [
  { role: 'single', words: 'one model alone', name: 'one model alone' },
  { role: 'ensemble', words: 'the ensemble', name: 'the ensemble' },
  { role: 'average', words: 'the trained average', name: 'trained as\none average' },
]

/**
 * What a claim compares. It judges a share: the part of one model's error that the ensemble
 * removes, or the part of this removed error that the trained average removes.
 */
export interface ContrastView {
  readonly title: string
  /** What the claim and its control are measured on. */
  readonly on: string
  readonly controlOn: string
  /**
   * Where the figure shows the claim's bound: the column, and the error of which the bound is a
   * share.
   */
  readonly column: number
  readonly of: 'one model' | 'the ensemble'
  readonly caption: string
}

/** Errors of one model, of the ensemble and of the trained average, as multiples of one model's. */
interface Panel {
  readonly title: string
  readonly color: string
  /** Errors by column. A column that was not measured is empty. */
  readonly errors: readonly (readonly number[])[]
}

/**
 * Draws a panel for the claim and one for its control. Each shows one model, its ensemble and, if
 * there is one, the trained average. Errors are relative to the mean of one model's. Needs series
 * `single` and `ensemble`.
 */
export const contrastFigure = (view: ContrastView): Drawing => ({
  roles: ['', 'control-'].flatMap(prefix => columns.map(({ role }) => prefix + role)),
  draw: claim => drawContrast(claim, view),
})

function drawContrast(claim: ReportClaim, view: ContrastView): Figure | null {
  const panels = panelsOf(claim, view)
  if (panels.length === 0) return null
  const shown = columns.filter((_, c) => panels.some(({ errors }) => errors[c].length > 0))
  const rows = panels.flatMap(({ title, color, errors }) =>
    errors.flatMap((values, c) => sideBySide(values, c).map(row => ({ ...row, panel: title, color }))),
  )
  const top = rows.reduce((a, { value }) => Math.max(a, value), 1) * 1.15
  const svg = draw(
    `Errors of ${shown.map(({ words }) => words).join(', ')}, for the claim and for its control`,
    {
      height: 70 + 185 * panels.length,
      marginTop: 34,
      marginRight: 30,
      marginBottom: 46,
      x: {
        label: null,
        domain: [-0.5, shown.length - 0.5],
        ticks: shown.map((_, c) => c),
        tickFormat: c => shown[c]?.name ?? '',
        tickSize: 0,
      },
      y: {
        domain: [0, top],
        label: '↑ error / mean error of one model',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 4,
        grid: true,
      },
      fy: { label: null, axis: null, domain: panels.map(({ title }) => title), padding: 0.2 },
      marks: [
        Plot.rect(allowedOf(panels, view, claim.bound, top), {
          fy: 'panel',
          x1: view.column - 0.42,
          x2: view.column + 0.42,
          y1: 'low',
          y2: 'high',
          fill: light.band,
          stroke: light.bandEdge,
          strokeDasharray: '4 3',
        }),
        Plot.ruleY([0], { stroke: light.muted }),
        Plot.text(panels, {
          fy: 'title',
          text: 'title',
          fill: 'color',
          fontWeight: 600,
          frameAnchor: 'top-left',
          textAnchor: 'start',
          dy: -19,
        }),
        Plot.dot(rows, { fy: 'panel', x: 'x', y: 'value', r: 3.5, fill: 'color', fillOpacity: 0.75 }),
        ...meanMarks(panels),
      ],
      color: { type: 'identity' },
    },
  )
  return {
    name: `${claim.id}-contrast`,
    title: view.title,
    caption:
      `Each dot is one data set, lines and numbers are means. ${view.caption} The claim needs the mean ` +
      'inside the green field, the control should lie outside.',
    svg,
  }
}

/** The errors that the bound allows, at most `top`. */
function allowedOf(panels: Panel[], { of }: ContrastView, bound: ReportClaim['bound'], top: number) {
  return panels.map(({ title, errors }) => {
    const removed = of === 'one model' ? 1 : 1 - mean(errors[1])
    const level = (share: number | null, open: number): number =>
      share === null ? open : Math.min(top, Math.max(0, 1 - share * removed))
    return { panel: title, low: level(bound.high, 0), high: level(bound.low, top) }
  })
}

/** The mean of each column, as a line and a number. */
function meanMarks(panels: Panel[]): Plot.Markish[] {
  const means = panels.flatMap(({ title, color, errors }) =>
    errors.flatMap((values, c) =>
      values.length === 0 ? [] : [{ x: c, value: mean(values), panel: title, color }],
    ),
  )
  return [
    Plot.ruleY(means, {
      fy: 'panel',
      y: 'value',
      x1: row => row.x - 0.3,
      x2: row => row.x + 0.3,
      stroke: 'color',
      strokeWidth: 2,
    }),
    Plot.text(means, {
      fy: 'panel',
      x: row => row.x + 0.3,
      y: 'value',
      text: row => readable(row.value, 2),
      textAnchor: 'start',
      dx: 3,
      fill: light.ink,
      stroke: light.card,
      strokeWidth: 4,
    }),
  ]
}

/**
 * The comparisons of the claim and of its control, without those whose models do not err at all.
 */
function panelsOf(claim: ReportClaim, { on, controlOn }: ContrastView): Panel[] {
  return [
    { title: on, prefix: '', color: light.blue },
    { title: `Control: ${controlOn}`, prefix: 'control-', color: light.orange },
  ].flatMap(({ title, prefix, color }) => {
    const errors = columns.map(({ role }) => present(seriesOf(claim, prefix + role)?.value ?? []))
    const alone = errors[0].length === 0 ? 0 : mean(errors[0])
    return alone > 0 && errors[1].length > 0
      ? [{ title, color, errors: errors.map(values => values.map(value => value / alone)) }]
      : []
  })
}
