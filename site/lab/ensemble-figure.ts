/** The error of an ensemble against its size, beside 2^{−L}. */

import { svg } from './dom.ts'
import type { Table } from './figure.ts'
import type { MemberFound } from './found.ts'
import { isNarrow, knownOf, percent, words } from './views.ts'

const height = 260
const top = 16
const bottom = 216
const left = 52

/** What the theory says: a class is lost if all L drew one view, and then half of its samples. */
export const law = (members: number): number => 2 ** -members

export const drawErrors = (members: readonly MemberFound[], most: number): SVGSVGElement => {
  const width = isNarrow() ? 340 : 600
  const highest = 0.6
  const x = (L: number): number => left + 24 + ((width - left - 48) * (L - 1)) / (most - 1)
  const y = (error: number): number => bottom - ((bottom - top) * Math.min(error, highest)) / highest
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': `Error of an ensemble against its size: ${members.map(({ ensembleError }) => percent(ensembleError)).join(', ')}`,
  })
  for (const error of [0, 0.25, 0.5])
    picture.append(
      svg('line', { x1: left, x2: width - 8, y1: y(error), y2: y(error), stroke: 'var(--line)' }),
      words(left - 8, y(error) + 4, `${100 * error}%`, { anchor: 'end', size: 12, fill: 'var(--faint)' }),
    )
  const sizes = Array.from({ length: most }, (_, at) => at + 1)
  for (const L of sizes)
    picture.append(words(x(L), bottom + 20, `${L}`, { anchor: 'middle', size: 12, fill: 'var(--faint)' }))
  picture.append(
    words((left + width) / 2, height - 6, 'networks in the ensemble, L', {
      anchor: 'middle',
      size: 12,
      fill: 'var(--faint)',
    }),
    svg('path', {
      d: `M${sizes.map(L => `${x(L)} ${y(law(L))}`).join('L')}`,
      fill: 'none',
      stroke: 'var(--law)',
      'stroke-width': 2,
      'stroke-dasharray': '5 4',
    }),
    words(x(1) + 14, y(0.5) - 8, '2⁻ᴸ, the theory', { size: 12, fill: 'var(--law)' }),
  )
  members.forEach(({ ensembleError }, at) => {
    const newest = at === members.length - 1
    picture.append(
      svg('circle', { cx: x(at + 1), cy: y(ensembleError), r: newest ? 7 : 5, fill: 'var(--bar)' }),
    )
  })
  const last = members.at(-1)
  if (last !== undefined)
    picture.append(
      words(x(members.length), y(last.ensembleError) - 14, percent(last.ensembleError), {
        anchor: 'middle',
        bold: true,
      }),
    )
  return picture
}

/** Classes of which none of the members has a view, in words. */
export const uncovered = (together: readonly boolean[]): readonly number[] =>
  Array.from({ length: together.length / 2 }, (_, i) => i).filter(
    i => !(together[2 * i] && together[2 * i + 1]),
  )

/** The views that some member has learned. */
export const togetherOf = (members: readonly MemberFound[]): boolean[] =>
  members[0].learned.map((_, v) => members.some(({ learned }) => learned[v]))

export const ensembleTable = (members: readonly MemberFound[]): Table => ({
  head: [
    'L',
    'error of network L',
    'error of the ensemble of 1 to L',
    '2⁻ᴸ',
    ...(members[0]?.learned ?? []).flatMap((_, v) => (v % 2 === 0 ? [`class ${v / 2 + 1}`] : [])),
  ],
  rows: members.map(({ error, ensembleError, learned }, at) => [
    at + 1,
    error,
    ensembleError,
    law(at + 1),
    ...learned.flatMap((_, v) => (v % 2 === 0 ? [knownOf(learned, v / 2)] : [])),
  ]),
})
