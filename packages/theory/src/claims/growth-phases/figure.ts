import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import {
  type Drawing,
  type Figure,
  points,
  present,
  type ReportClaim,
  rangeOf,
  seriesOf,
} from '../../drawing/figure.ts'
import { decadeLabel, decades, predictionLine } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

/**
 * The q and σ_0 of each cell, in the order of the roles `times-0`, `times-1`, …: the claim's
 * setting says both.
 */
const cellsOf = ({ setting: { powers, initialScales } }: ReportClaim): { q: string; scale: number }[] => {
  const numbers = (value: typeof powers): number[] =>
    Array.isArray(value) ? value : typeof value === 'number' ? [value] : []
  return numbers(powers).flatMap(q => numbers(initialScales).map(scale => ({ q: String(q), scale })))
}

/**
 * When each class ended phase I against the time that the tensor-power method predicts, over all q
 * and σ_0. Needs series `times-CELL`, and the cells in the claim's setting; null if there are none.
 */
function growthTimesFigure(claim: ReportClaim): Figure | null {
  const cells = cellsOf(claim).flatMap((cell, at) => {
    const series = seriesOf(claim, `times-${at}`)
    const rows = (series === undefined ? [] : points(series)).flatMap(({ x, value }) =>
      x > 0 && value !== null && value > 0 ? [{ x, value }] : [],
    )
    return rows.length === 0 ? [] : [{ ...cell, rows }]
  })
  if (cells.length === 0) return null
  const rows = cells.flatMap(cell => cell.rows)
  const all = rows.flatMap(({ x, value }) => [x, value])
  const domain: [number, number] = [
    all.reduce((a, b) => Math.min(a, b)) / 6,
    all.reduce((a, b) => Math.max(a, b)) * 6,
  ]
  const factor = claim.bound.high ?? 1
  // The band ends at the edges of the panel.
  const within = [domain[0], domain[0] * factor, domain[1] / factor, domain[1]].map(x => ({
    x,
    y1: Math.max(x / factor, domain[0]),
    y2: Math.min(x * factor, domain[1]),
  }))
  const middle = Math.sqrt(domain[0]) * Math.sqrt(domain[1])
  const labels = cells
    .map(({ q, scale, rows }) => {
      // A label stands towards the middle of the panel: next to the first dot of its cell in the
      // lower half, and next to the last dot in the upper half.
      const at = rows.reduce((a, b) => (b.x > a.x === a.x > middle ? a : b))
      return { ...at, text: `q = ${q}, σ₀ = ${decadeLabel(scale)}`, left: at.x > middle }
    })
    .sort((a, b) => a.x - b.x)
  // The labels of two cells that take about as long stand on either side of the line.
  labels.forEach((label, i) => {
    const before = labels[i - 1]
    if (before !== undefined && label.x < 10 * before.x && label.left === before.left)
      label.left = !before.left
  })
  const axis = {
    type: 'log',
    domain,
    ticks: decades(domain[0], domain[1], 5),
    tickFormat: decadeLabel,
    grid: true,
  } as const
  const label = { x: 'x', y: 'value', text: 'text', fill: light.muted } as const
  const svg = draw('End of phase I of each class against the time that the tensor-power method says', {
    height: 400,
    x: { ...axis, label: 'time that the tensor-power method says →', labelAnchor: 'center' },
    y: { ...axis, label: '↑ time at which the class arrived, Λ = ϱ' },
    marks: [
      Plot.areaY(within, { x: 'x', y1: 'y1', y2: 'y2', fill: light.band }),
      Plot.line(domain, { x: d => d, y: d => d, stroke: light.bandEdge, strokeWidth: 1.5 }),
      Plot.dot(rows, { x: 'x', y: 'value', r: 2.5, fill: light.blue, fillOpacity: 0.6 }),
      Plot.text(
        labels.filter(({ left }) => !left),
        { ...label, textAnchor: 'start', dx: 12, dy: 12 },
      ),
      Plot.text(
        labels.filter(({ left }) => left),
        { ...label, textAnchor: 'end', dx: -12, dy: -12 },
      ),
    ],
  })
  return {
    name: `${claim.id}-times`,
    title: 'The tensor-power method predicts when a view is learned',
    caption:
      'Each dot is a class of a network. Its time was predicted from its initial correlations and ' +
      'its data alone. On the green line the prediction is exact, ' +
      `in the green band within a factor of ${readable(factor)}; ` +
      `the dots span ${readable(Math.round(Math.log10(domain[1] / domain[0] / 36)), 2)} decades of time.`,
    svg,
  }
}

/**
 * The typical factor between the time and its prediction at every q and σ_0, with the bound and the
 * control. Needs series `factors`; null if it is missing.
 */
function growthFactorsFigure(claim: ReportClaim): Figure | null {
  const series = seriesOf(claim, 'factors')
  const control = seriesOf(claim, 'control-factors')
  if (series === undefined) return null
  const names = cellsOf(claim).map(({ q, scale }) => ({ panel: `q = ${q}`, x: decadeLabel(scale) }))
  const cellOf = (at: number) => names[at] ?? { panel: '', x: String(at + 1) }
  const rowsOf = (from: typeof series | undefined) =>
    (from === undefined ? [] : points(from)).flatMap((point, at) =>
      point.value === null ? [] : [{ ...point, ...cellOf(at), value: point.value }],
    )
  const own = rowsOf(series)
  const others = rowsOf(control)
  if (own.length === 0) return null
  const panels = [...new Set(own.map(({ panel }) => panel))]
  const bound = claim.bound.high
  const values = present([...own, ...others].flatMap(({ low, value, high }) => [low, value, high]))
  const svg = draw('Typical factor between the end of phase I and its prediction at every q and σ_0', {
    height: 320,
    marginTop: 48,
    fx: { label: null, axis: null, domain: panels, padding: 0.08 },
    x: {
      type: 'band',
      domain: [...new Set(own.map(({ x }) => x))],
      label: names.length > 0 ? 'initial scale σ₀' : 'cell',
      labelArrow: 'none',
      labelAnchor: 'center',
      padding: 0.3,
    },
    y: { domain: rangeOf([...values, 1, bound ?? 1], 0.1), label: null, ticks: 5, grid: true },
    marks: [
      Plot.frame({ stroke: light.grid }),
      Plot.ruleY([1], { stroke: light.bandEdge, strokeDasharray: '6 4', strokeWidth: 1.75 }),
      ...(bound === null ? [] : boundMarks(bound, panels[0])),
      Plot.text(panels, { fx: d => d, text: d => d, frameAnchor: 'top', dy: -14, fontWeight: 600 }),
      Plot.text(['time / tensor-power time'], {
        fx: () => panels[0],
        text: d => d,
        frameAnchor: 'top-left',
        textAnchor: 'start',
        dx: -48,
        dy: -36,
      }),
      ...factorMarks(others, { fill: light.orange, symbol: 'square', r: 4, dx: 8 }),
      ...factorMarks(own, { fill: light.blue, r: 5, dx: -8 }),
    ],
  })
  return {
    name: `${claim.id}-factors`,
    title: 'By how much the prediction is off',
    caption:
      'Dots are the typical factors over the classes of a model, averaged over models, with their ' +
      'limits; the theory expects the dashed line, 1, and the claim allows up to the green one' +
      (others.length > 0
        ? '. The times predicted for the initialization of another model (orange) are off by more.'
        : '.'),
    svg,
  }
}

/** @param panel the one that has the words. */
const boundMarks = (bound: number, panel: string): Plot.Markish[] => [
  Plot.ruleY([bound], { stroke: light.bandEdge, strokeWidth: 1.5 }),
  Plot.text([`at most ${readable(bound)}`], {
    fx: () => panel,
    y: bound,
    frameAnchor: 'left',
    textAnchor: 'start',
    text: d => d,
    dx: 4,
    dy: -9,
    fill: light.bandEdge,
  }),
]

/** Dots with their limits. */
const factorMarks = (
  rows: Plot.Data,
  dot: { readonly fill: string; readonly symbol?: 'square'; readonly r: number; readonly dx: number },
): Plot.Markish[] => [
  Plot.ruleX(rows, {
    fx: 'panel',
    x: 'x',
    y1: 'low',
    y2: 'high',
    stroke: dot.fill,
    strokeWidth: 2,
    strokeOpacity: 0.55,
    dx: dot.dx,
  }),
  Plot.dot(rows, { fx: 'panel', x: 'x', y: 'value', ...dot }),
]

/**
 * How the multi-view error falls in phase II, beside 1/t. Needs series `phase-two`;
 * null if it is missing.
 */
function declineFigure(claim: ReportClaim): Figure | null {
  const series = seriesOf(claim, 'phase-two')
  const rows = (series === undefined ? [] : points(series)).flatMap(({ x, value, predicted }) =>
    // No axis can show powers beyond these.
    value === null || Math.max(Math.abs(x), Math.abs(value), Math.abs(predicted ?? 0)) > 100
      ? []
      : [{ x: 10 ** x, value: 10 ** value, predicted: predicted === null ? null : 10 ** predicted }],
  )
  if (rows.length < 2) return null
  const xs = rows.map(({ x }) => x)
  const ys = present(rows.flatMap(({ value, predicted }) => [value, predicted]))
  const extent = (list: number[]): [number, number] => [
    list.reduce((a, b) => Math.min(a, b)) / 1.3,
    list.reduce((a, b) => Math.max(a, b)) * 1.3,
  ]
  const [left, right] = extent(xs)
  const [low, high] = extent(ys)
  const svg = draw('Multi-view error against time in phase II, beside 1/t', {
    height: 320,
    x: {
      type: 'log',
      domain: [left, right],
      ticks: decades(left, right),
      tickFormat: decadeLabel,
      label: 'time t →',
      labelAnchor: 'center',
      grid: true,
    },
    y: {
      type: 'log',
      domain: [low, high],
      ticks: decades(low, high),
      tickFormat: decadeLabel,
      label: '↑ mean of 1 − p(y) over multi-view training samples',
      grid: true,
    },
    marks: [predictionLine(rows), Plot.dot(rows, { x: 'x', y: 'value', r: 3.5, fill: light.blue })],
  })
  return {
    name: `${claim.id}-decline`,
    title: 'Then the error falls as 1/t',
    caption:
      'Dots are the multi-view error of one network after the last of its classes arrived. The ' +
      'theory expects them to fall along the dashed line, 1/t, after the moments at which the ' +
      'classes began have lost their effect.',
    svg,
  }
}

export const figures: readonly Drawing[] = [
  { roles: ['times-*'], draw: growthTimesFigure },
  { roles: ['factors', 'control-factors'], draw: growthFactorsFigure },
  { roles: ['phase-two'], draw: declineFigure },
]
