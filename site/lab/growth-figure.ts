/** The two numbers of the lemma against time, on a logarithmic scale. */

import { svg } from './dom.ts'
import type { Table } from './figure.ts'
import { type Growth, growthStart } from './growth.ts'
import { isNarrow, viewColour, words } from './views.ts'

const height = 260
const [top, bottom, left] = [16, 216, 52]

export const drawGrowth = ({ time, ahead, behind }: Growth): SVGSVGElement => {
  const width = isNarrow() ? 340 : 600
  const right = width - 70
  const end = time[time.length - 1]
  const x = (t: number): number => Math.round(left + ((right - left) * t) / end)
  const [low, high] = [Math.log10(growthStart), 0]
  const y = (value: number): number => {
    const part = Math.min(1, (Math.log10(value) - low) / (high - low))
    return Math.round(10 * (bottom - (bottom - top) * part)) / 10
  }
  const faint = { size: 12, fill: 'var(--faint)' }
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': 'The two numbers of the lemma while they grow',
  })
  for (const value of [0.01, 0.1, 1])
    picture.append(
      svg('line', { x1: left, x2: right, y1: y(value), y2: y(value), stroke: 'var(--line)' }),
      words(left - 8, y(value) + 4, `${value}`, { ...faint, anchor: 'end' }),
    )
  picture.append(words((left + right) / 2, height - 12, 'time', { ...faint, anchor: 'middle' }))
  ;[ahead, behind].forEach((values, at) => {
    const points = values.map((value, i) => `${x(time[i])} ${y(value)}`)
    const last = y(values[values.length - 1])
    picture.append(
      svg('path', {
        d: `M${points.join('L')}`,
        fill: 'none',
        stroke: viewColour[at],
        'stroke-width': 2,
        'stroke-linejoin': 'round',
      }),
      svg('circle', { cx: right, cy: last, r: 3.5, fill: viewColour[at] }),
      words(right + 8, Math.max(last + 4, at === 0 ? 0 : y(ahead[ahead.length - 1]) + 20), ['x', 'y'][at], {
        bold: true,
        fill: ['var(--view-1-text)', 'var(--view-2-text)'][at],
      }),
    )
  })
  return picture
}

/** Every `every`-th step, and the last. */
export const growthTable = ({ time, ahead, behind }: Growth, every = 1): Table => ({
  head: ['time', 'x', 'y'],
  rows: time
    .map((t, i) => [t, ahead[i], behind[i]])
    .filter((_, i) => i % every === 0 || i === time.length - 1),
})

export const growthSentence = (q: number, { ahead, behind }: Growth): string => {
  const [x, y] = [ahead, behind].map(values => values[values.length - 1] / values[0])
  const times = (factor: number): string => String(Number(factor.toPrecision(3)))
  return `x has grown to ${times(x)} times its start, y to ${times(y)} times.${q === 2 ? ' At q = 2 both grow by the same factor.' : ''}`
}
