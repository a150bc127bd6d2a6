/** The two views in words and colours, and a picture of who has learned which. */

import { svg } from './dom.ts'
import type { Table } from './figure.ts'

export const viewColour = ['var(--view-1)', 'var(--view-2)'] as const
export const viewName = ['blue', 'orange'] as const

/** What a network knows of class i, in words. */
export const knownOf = (learned: readonly boolean[], i: number): string =>
  learned[2 * i] ? (learned[2 * i + 1] ? 'both' : viewName[0]) : learned[2 * i + 1] ? viewName[1] : 'none'

export const percent = (share: number): string => `${Math.round(1000 * share) / 10}%`

/** Text of a drawing. Colours and sizes are attributes, so that a saved file has them. */
export const words = (
  x: number,
  y: number,
  text: string,
  { anchor = 'start', size = 13, fill = 'var(--ink)', bold = false } = {},
): SVGTextElement =>
  svg(
    'text',
    { x, y, 'text-anchor': anchor, 'font-size': size, fill, 'font-weight': bold ? 'bold' : null },
    text,
  )

const narrow = '(max-width: 40rem)'
export const isNarrow = (): boolean => matchMedia(narrow).matches
/** Figures are drawn anew when the page becomes narrow or wide. */
export const whenWidthChanges = (draw: () => void): void =>
  matchMedia(narrow).addEventListener('change', draw)

export interface ViewRow {
  readonly title: string
  /** [2k] */
  readonly learned: readonly boolean[]
  /** Written at the end of the row; on wide screens a bar shows it, too. */
  readonly share: number
  readonly bold?: boolean
}

/**
 * A row for each network and a column for each class. The left half of a cell is filled if the blue
 * view was learned, the right half if the orange one was.
 */
export const viewTable = (
  classes: number,
  rows: readonly ViewRow[],
  shareTitle: string,
  label: string,
): SVGSVGElement => {
  const narrow = isNarrow()
  const left = narrow ? 0 : 20 + 7 * Math.max(...rows.map(({ title }) => title.length))
  const right = narrow ? 0 : 140
  const step = Math.min(28, Math.floor((narrow ? 320 : 440) / classes))
  const cell = step - Math.ceil(step / 5)
  const tall = Math.min(20, Math.max(14, cell))
  const rowHeight = narrow ? tall + 26 : tall + 8
  const width = narrow ? 320 : left + classes * step + right
  const height = 26 + rows.length * rowHeight
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': label,
  })
  const faint = { size: 11, fill: 'var(--faint)' }
  if (!narrow) {
    picture.append(words(left - 14, 14, 'class', { ...faint, anchor: 'end' }))
    for (let i = 0; i < classes; i++)
      picture.append(words(left + i * step + cell / 2, 14, `${i + 1}`, { ...faint, anchor: 'middle' }))
  }
  const end = left + classes * step + 14
  picture.append(
    narrow ? words(320, 12, shareTitle, { ...faint, anchor: 'end' }) : words(end, 14, shareTitle, faint),
  )
  rows.forEach(({ title, learned, share, bold = false }, row) => {
    const top = 22 + row * rowHeight
    const y = narrow ? top + 18 : top
    const base = narrow ? top + 12 : top + tall / 2 + 4.5
    picture.append(
      narrow ? words(0, base, title, { bold }) : words(left - 14, base, title, { bold, anchor: 'end' }),
      narrow
        ? words(320, base, percent(share), { bold, anchor: 'end' })
        : words(end + 70, base, percent(share), { bold }),
    )
    if (!narrow)
      for (const [fill, part] of [
        ['var(--soft)', 1],
        ['var(--bar)', Math.min(1, 2 * share)],
      ] as const)
        picture.append(
          svg('rect', { x: end, y: top + tall / 2 - 4, width: 62 * part, height: 8, rx: 2, fill }),
        )
    for (let i = 0; i < classes; i++)
      for (const view of [0, 1]) {
        const half = cell / 2
        const colour = learned[2 * i + view] ? viewColour[view] : null
        picture.append(
          svg('rect', {
            x: left + i * step + view * half + 0.5,
            y: y + 0.5,
            width: half - 1,
            height: tall - 1,
            rx: 2,
            fill: colour ?? 'none',
            stroke: colour ?? 'var(--line)',
          }),
        )
      }
  })
  return picture
}

/** The numbers of such a picture. */
export const viewNumbers = (classes: number, rows: readonly ViewRow[]): Table => ({
  head: ['network', 'error', ...Array.from({ length: classes }, (_, i) => `class ${i + 1}`)],
  rows: rows.map(({ title, learned, share }) => [
    title,
    share,
    ...Array.from({ length: classes }, (_, i) => knownOf(learned, i)),
  ]),
})
