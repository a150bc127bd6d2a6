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
import { intervals, predictionLine } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'

/**
 * Draws how much soft labels say of the views of a sample, against the number of members. The
 * figure also has 1 − 2^−L, and shuffled and hard labels, which say nothing. Needs series
 * `knowledge-by-members`; null if it is missing.
 */
function softLabelsFigure(claim: ReportClaim): Figure | null {
  const series = seriesOf(claim, 'knowledge-by-members')
  const rows = series === undefined ? [] : points(series).filter(({ value }) => value !== null)
  if (rows.length === 0) return null
  const sizes = rows.map(({ x }) => x)
  const least = sizes.reduce((a, b) => Math.min(a, b))
  const most = sizes.reduce((a, b) => Math.max(a, b), least + 1)
  const judged = Number(claim.setting.measuredMembers ?? Number.NaN)
  const shuffled = present(seriesOf(claim, 'shuffled')?.value ?? []).map(value => ({
    x: sizes.includes(judged) ? judged : most,
    value,
  }))
  const floor = claim.bound.low
  const all = present([...rows.flatMap(({ low, value, high }) => [low, value, high]), floor, 0, 1])
  const svg = draw(
    'How well soft labels tell the classes that a sample shows from the others, by members of ' +
      'the teacher',
    {
      height: 350,
      marginLeft: 60,
      x: {
        label: 'models whose average gives the soft labels, L →',
        labelAnchor: 'center',
        domain: [least - 0.3, most + 0.3],
        ticks: sizes,
        tickFormat: 'd',
      },
      y: {
        domain: rangeOf([...all, ...shuffled.map(({ value }) => value)], 0.08),
        label: '↑ knowledge of the views, 2·AUC − 1',
        ticks: 6,
        grid: true,
      },
      marks: [
        Plot.ruleY([0], { stroke: light.muted }),
        Plot.text(['hard labels: nothing'], { ...note, y: 0, dy: 11, fill: light.muted }),
        ...(floor === null ? [] : floorMarks(floor, sizes.includes(judged) ? `at L = ${judged} ` : '')),
        predictionLine(rows),
        intervals(rows, 'x', light.blue),
        Plot.dot(rows, { x: 'x', y: 'value', r: 5, fill: light.blue }),
        ...shuffledMarks(shuffled),
      ],
    },
  )
  return {
    name: `${claim.id}-members`,
    title: 'What soft labels know of a sample',
    caption:
      'Dots are what the soft labels of L models tell of the classes a sample shows, with their ' +
      'intervals: 1 is everything, 0 nothing. The theory expects the dashed line, 1 − 2^−L if views are rare: a ' +
      'single model knows half of the views, each further model half of what was missing. The ' +
      'same soft labels handed to other samples of the class (orange) know nothing.',
    svg,
  }
}

const note = { frameAnchor: 'right', textAnchor: 'end', dx: -4, text: (d: string) => d } as const

/** @param where words that say where the bound holds. */
const floorMarks = (floor: number, where: string): Plot.Markish[] => [
  Plot.ruleY([floor], { stroke: light.bandEdge, strokeWidth: 1.5 }),
  Plot.text([`${where}at least ${readable(floor)}`], { ...note, y: floor, dy: 11, fill: light.bandEdge }),
]

const shuffledMarks = (shuffled: { x: number; value: number }[]): Plot.Markish[] => [
  Plot.dot(shuffled, { x: 'x', y: 'value', r: 4, symbol: 'square', fill: light.orange, fillOpacity: 0.7 }),
  ...shuffled.slice(0, 1).map(({ x }) =>
    Plot.text(['control: shuffled among the samples of a class'], {
      x,
      y: 0,
      text: d => d,
      fill: light.orange,
      dy: -24,
    }),
  ),
]

export const figures: readonly Drawing[] = [
  { roles: ['knowledge-by-members', 'single-models', 'ensembles', 'shuffled'], draw: softLabelsFigure },
]
