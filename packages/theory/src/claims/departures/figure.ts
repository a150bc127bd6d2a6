import * as Plot from '@observablehq/plot'
import { draw } from '../../drawing/draw.ts'
import { type Drawing, type Figure, points, type ReportClaim, seriesOf } from '../../drawing/figure.ts'
import { groupsFigure } from '../../drawing/groups.ts'
import { intervals } from '../../drawing/marks.ts'
import { light } from '../../drawing/palette.ts'
import { readable } from '../../numbers.ts'
import { variants } from './variants.ts'

const theorems = [
  { role: 'single-errors', words: 'one network (Theorem 1)', color: light.blue, shift: -0.18 },
  { role: 'ensemble-errors', words: 'the ensemble (Theorem 2)', color: light.ink, shift: 0 },
  { role: 'pair-errors', words: 'taught by another network (Theorem 4)', color: light.orange, shift: 0.18 },
]

/** The other theorems without each departure: means with their intervals. */
const drawTheorems = (claim: ReportClaim): Figure | null => {
  const found = theorems.flatMap(theorem => {
    const series = seriesOf(claim, theorem.role)
    return series === undefined
      ? []
      : [{ ...theorem, rows: points(series).map(row => ({ ...row, x: row.x + theorem.shift })) }]
  })
  if (found.length === 0) return null
  const title = 'Errors of a network, of an ensemble and of a taught network without each departure'
  const svg = draw(title, {
    height: 340,
    marginLeft: 64,
    marginBottom: 48,
    x: {
      label: null,
      domain: [-0.6, variants.length - 0.4],
      ticks: variants.map((_, at) => at),
      tickFormat: at => variants[at]?.short ?? '',
      tickSize: 0,
      tickPadding: 9,
    },
    y: {
      label: '↑ test error, Err / μ',
      ticks: 6,
      tickFormat: (y: number) => readable(y),
      grid: true,
      zero: true,
    },
    marks: found.flatMap(({ rows, color, words }, at) => [
      intervals(rows, 'x', color),
      Plot.dot(rows, { x: 'x', y: 'value', fill: color, r: 4 }),
      Plot.text([`● ${words}`], {
        frameAnchor: 'left',
        textAnchor: 'start',
        text: d => d,
        fill: color,
        dx: 10,
        dy: 50 + 18 * at,
      }),
    ]),
    color: { type: 'identity' },
  })
  const caption =
    'Means over data sets with their intervals. A setting that only students have leaves one network and the ' +
    'ensemble as they are.'
  return { name: `${claim.id}-theorems`, title, caption, svg }
}

export const figures: readonly Drawing[] = [
  groupsFigure({
    title: 'Largest error of a student up to 100 times its training time, without each departure',
    caption:
      'Each dot is the student of one data set, at the moment at which it erred most. The line is the bound of ' +
      'the claim. Dots at the bottom stand for errors below the axis. The setting that is changed stands under ' +
      'the dots: the length of steps, m, τ, the teacher’s factor (scale), the draw of labels, Σz of other ' +
      'classes, the mask. Students of the labels alone are the control (hard).',
    axis: '↑ largest error of a student, Err / μ',
    groups: [
      ...variants.map(({ id, short }) => ({ role: `students-${id}`, name: short })),
      { role: 'labels-alone', name: 'hard', isControl: true as const },
    ],
  }),
  { roles: theorems.map(({ role }) => role), draw: drawTheorems },
]
