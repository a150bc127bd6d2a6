import { viewOfFeature } from '@multiview/network'
import * as Plot from '@observablehq/plot'
import { drawStacked } from '../drawing/draw.ts'
import { decadeLabel, decades } from '../drawing/marks.ts'
import { light } from '../drawing/palette.ts'
import type { Trajectory } from './trajectory.ts'

/** The colours of views 1, 2 and 3, and of all others. */
const colors = [light.blue, light.orange, light.bandEdge, light.muted]

/**
 * The loss, and below it the strength of every view, against the step; both y axes are logarithmic.
 */
export const trajectoryFigure = ({ views, step, loss, strength }: Trajectory): string => {
  const x = { label: 'step →', labelAnchor: 'center', domain: [0, Math.max(1, step.at(-1) ?? 1)] } as const
  const ofLoss = step.map((at, row) => ({ step: at, value: loss[row] }))
  const ofViews = strength.flatMap((each, row) =>
    Array.from(each, (value, feature) => ({
      step: step[row],
      value,
      feature,
      color: colors[Math.min(viewOfFeature(feature, { views }), colors.length) - 1],
    })),
  )
  const key = ['view 1 blue', 'view 2 orange', 'view 3 green', 'others grey'].slice(0, views).join(', ')
  return drawStacked('Loss and strengths of the views along the run', [
    {
      height: 200,
      x,
      y: upwards('↑ loss', ofLoss),
      marks: [Plot.line(ofLoss.filter(isPositive), { x: 'step', y: 'value', stroke: light.ink })],
    },
    {
      height: 260,
      x,
      y: upwards(`↑ strength Λ of each view (${key})`, ofViews),
      marks: [
        Plot.line(ofViews.filter(isPositive), {
          x: 'step',
          y: 'value',
          z: 'feature',
          stroke: 'color',
          strokeOpacity: 0.6,
          strokeWidth: 1,
        }),
      ],
      color: { type: 'identity' },
    },
  ])
}

interface Row {
  readonly value: number
}

/** A logarithmic axis cannot show 0. */
const isPositive = ({ value }: Row): boolean => value > 0

const upwards = (label: string, rows: readonly Row[]): Plot.ScaleOptions => {
  const values = rows.filter(isPositive).map(({ value }) => value)
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = values.reduce((a, b) => Math.max(a, b), 0)
  if (values.length === 0) return { label }
  const domain = [low * 0.8, high * 1.25]
  return { label, type: 'log', domain, ticks: decades(domain[0], domain[1]), tickFormat: decadeLabel }
}
