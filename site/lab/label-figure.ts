/** What three teachers say of one sample: its label, one network, and the ensemble. */

import { svg } from './dom.ts'
import type { Table } from './figure.ts'
import type { SoftLabel } from './found.ts'
import { isNarrow, knownOf, viewColour, words } from './views.ts'

const teachers = ['label', 'one network', 'ensemble'] as const

/** The three answers, [k] each. */
const answersOf = ({ label, one, all }: SoftLabel): readonly (readonly number[])[] => [
  one.map((_, i) => (i === label ? 1 : 0)),
  one,
  all,
]

export const drawLabels = (sample: SoftLabel): SVGSVGElement => {
  const narrow = isNarrow()
  const classes = sample.one.length
  const left = narrow ? 0 : 180
  const step = Math.min(34, Math.floor((narrow ? 320 : 460) / classes))
  const width = left + Math.max(classes * step, narrow ? 320 : 0)
  const barHeight = 56
  const rowHeight = barHeight + (narrow ? 30 : 18)
  const first = narrow ? 78 : 54
  const height = first + teachers.length * rowHeight
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': `What a label and soft labels say of a sample of class ${sample.label + 1}`,
  })
  const middle = (i: number): number => left + (i + 0.5) * step
  const title = (text: string, y: number): SVGTextElement =>
    narrow ? words(0, y, text) : words(left - 14, y, text, { anchor: 'end' })
  picture.append(title('the sample shows', narrow ? 14 : 22))
  const radius = Math.min(6, step / 4 - 1)
  const dotsAt = narrow ? 32 : 18
  for (let i = 0; i < classes; i++) {
    const own = i === sample.label
    picture.append(
      words(middle(i), dotsAt + 22, `${i + 1}`, {
        anchor: 'middle',
        size: 11,
        bold: own,
        fill: own ? 'var(--ink)' : 'var(--faint)',
      }),
    )
    viewColour.forEach((fill, view) => {
      const shows = sample.views[2 * i + view]
      picture.append(
        svg('circle', {
          cx: middle(i) + (view - 0.5) * (2 * radius + 1),
          cy: dotsAt,
          r: radius,
          fill: shows ? fill : 'none',
          stroke: shows ? fill : 'var(--line)',
        }),
      )
    })
  }
  answersOf(sample).forEach((answer, row) => {
    const base = first + row * rowHeight + barHeight + (narrow ? 20 : 4)
    const largest = Math.max(...answer)
    picture.append(
      title(teachers[row], narrow ? base - barHeight - 6 : base - barHeight / 2 + 6),
      svg('line', { x1: left, x2: left + classes * step, y1: base, y2: base, stroke: 'var(--line)' }),
    )
    answer.forEach((p, i) => {
      const tall = (barHeight - 6) * (p / largest)
      picture.append(
        svg('rect', {
          x: middle(i) - step * 0.3,
          y: base - tall,
          width: step * 0.6,
          height: tall,
          rx: 2,
          fill: i === sample.label ? 'var(--ink)' : 'var(--bar)',
        }),
      )
    })
  })
  return picture
}

export const labelTable = (sample: SoftLabel): Table => ({
  head: ['class', 'views that the sample shows', ...teachers],
  rows: sample.one.map((_, i) => [
    i + 1,
    knownOf(sample.views, i),
    ...answersOf(sample).map(answer => answer[i]),
  ]),
})
