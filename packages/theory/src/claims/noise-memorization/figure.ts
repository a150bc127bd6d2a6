import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import { type Drawing, type Figure, points, type ReportClaim, seriesOf } from '../../drawing/figure.ts'
import { decadeLabel, decades, labelledRule } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { positiveValues, scattered } from '../../drawing/strips.ts'

const kinds = [
  { kind: 'multi-view', label: 'both\nviews' },
  { kind: 'learned-view', label: 'the learned\nview' },
  { kind: 'lacks-learned-view', label: 'only the\nother view' },
]
/** A sample counts as memorised from this noise correlation on. */
const large = 1

/**
 * Noise correlations of the training samples of one model by what they show, and by what they would
 * show if another model's views had been learned. Needs series `noise-KIND`; null if there are
 * none.
 */
function noiseKindsFigure(claim: ReportClaim): Figure | null {
  const rows = kinds.flatMap(({ kind }, column) =>
    ['', 'control-'].flatMap((prefix, side) => {
      const series = seriesOf(claim, `${prefix}noise-${kind}`)
      const values = series === undefined ? [] : positiveValues(points(series))
      return scattered(values, column + (side === 0 ? -0.21 : 0.21), 0.32).map(row => ({
        ...row,
        color: side === 0 ? light.blue : light.orange,
        symbol: side === 0 ? 'circle' : 'square',
      }))
    }),
  )
  if (!rows.some(({ color }) => color === light.blue)) return null
  const values = [...rows.map(({ value }) => value), large]
  const low = values.reduce((a, b) => Math.min(a, b)) / 2
  const high = values.reduce((a, b) => Math.max(a, b)) * 2
  const svg = draw('Noise correlation of training samples, by the views that they show', {
    height: 360,
    marginTop: 46,
    marginBottom: 58,
    x: {
      label: 'the sample shows …',
      labelAnchor: 'center',
      labelArrow: 'none',
      domain: [-0.5, kinds.length - 0.5],
      ticks: kinds.map((_, i) => i),
      tickFormat: i => kinds[i]?.label ?? '',
    },
    y: {
      type: 'log',
      domain: [low, high],
      label: null,
      ticks: decades(low, high),
      tickFormat: decadeLabel,
      grid: true,
    },
    marks: [
      ...labelledRule(large, 'memorised: at least 1', light.bandEdge, '0').slice(0, 1),
      Plot.text(['memorised: at least 1'], {
        y: large,
        frameAnchor: 'left',
        textAnchor: 'start',
        text: d => d,
        fill: light.bandEdge,
        dx: 4,
        dy: -9,
      }),
      Plot.dot(rows, { x: 'x', y: 'value', r: 3, fill: 'color', symbol: 'symbol', fillOpacity: 0.65 }),
      Plot.text(['● the views that this model has learned'], {
        frameAnchor: 'top-left',
        textAnchor: 'start',
        text: d => d,
        fill: light.blue,
        dx: -48,
        dy: -36,
      }),
      Plot.text(['■ control: the views that another model has learned'], {
        frameAnchor: 'top-left',
        textAnchor: 'start',
        text: d => d,
        fill: light.orange,
        dx: -48,
        dy: -18,
      }),
    ],
    color: { type: 'identity' },
    symbol: { type: 'identity' },
  })
  return {
    name: `${claim.id}-kinds`,
    title: 'Which samples are memorised',
    caption:
      'Each dot is a training sample of one model (of the many that show both views every ' +
      'tenth), its height the largest correlation of a neuron of its class with its noise. The ' +
      'theory expects the third column above the green line and the two others below it. Sorted ' +
      'by the views of another model (orange) memorised samples stand in two columns.',
    svg,
  }
}

export const figures: readonly Drawing[] = [{ roles: ['noise-*', 'control-noise-*'], draw: noiseKindsFigure }]
