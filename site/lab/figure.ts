/** What every figure of the lab has below it: its numbers as a table, and files to save. */

import { superscript } from '@multiview/theory/page'
import { html, svg } from './dom.ts'

export type Cell = string | number
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface FigureOptions {
  /** The name of its files. */
  readonly name: string
  /** The figure's numbers. */
  readonly table: () => Table
  /** The numbers of the file, if the table shows only some of them. */
  readonly whole?: () => Table
  /** The drawing, or null while there is none; a table alone has none. */
  readonly drawing?: () => SVGSVGElement | null
}

/** @returns a function to call when the numbers have changed. */
export const figureTools = (
  figure: HTMLElement,
  { name, table, whole, drawing }: FigureOptions,
): (() => void) => {
  const place = html('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': `Numbers: ${name}` })
  const fill = (): void => {
    if (details.open) place.replaceChildren(tableOf(table()))
    tools.classList.toggle('empty', table().rows.length === 0)
  }
  const details = html('details', { toggle: fill }, html('summary', {}, 'Numbers'), place)
  const saveSvg = (): void => {
    const picture = drawing?.() ?? null
    if (picture !== null) save(`${name}.svg`, 'image/svg+xml', standalone(picture))
  }
  const saving = (kind: string, click: () => void): HTMLButtonElement =>
    html('button', { type: 'button', class: 'quiet', click, 'aria-label': `Save ${name} as ${kind}` }, kind)
  const tools = html(
    'div',
    { class: 'tools empty' },
    details,
    ...(drawing === undefined ? [] : [saving('SVG', saveSvg)]),
    saving('CSV', () => save(`${name}.csv`, 'text/csv', csvOf((whole ?? table)()))),
  )
  figure.append(tools)
  return fill
}

const tableOf = ({ head, rows }: Table): HTMLTableElement =>
  html(
    'table',
    {},
    html('thead', {}, html('tr', {}, ...head.map(title => html('th', { scope: 'col' }, title)))),
    html('tbody', {}, ...rows.map(row => html('tr', {}, ...row.map(cell => html('td', {}, readable(cell)))))),
  )

/** Four digits are enough to read; the file has all. */
const readable = (cell: Cell): string => {
  if (typeof cell === 'string') return cell
  if (Number.isInteger(cell)) return String(cell)
  if (Math.abs(cell) >= 1e-3) return String(Number(cell.toPrecision(4)))
  const [factor, power] = cell.toExponential(2).split('e')
  return `${factor} · 10${superscript(Number(power))}`
}

const csvOf = ({ head, rows }: Table): string =>
  `${[head, ...rows].map(row => row.map(quoted).join(',')).join('\n')}\n`

const quoted = (cell: Cell): string => {
  const text = String(cell)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The drawing as a file: its colours are written out, and its ground is that of the page. */
const standalone = (picture: SVGSVGElement): string => {
  const style = getComputedStyle(document.documentElement)
  const copy = picture.cloneNode(true) as SVGSVGElement
  copy.setAttribute('font-family', 'system-ui, sans-serif')
  copy.prepend(svg('rect', { width: '100%', height: '100%', fill: 'var(--paper)' }))
  return new XMLSerializer()
    .serializeToString(copy)
    .replace(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim())
}

const save = (name: string, type: string, text: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type }))
  html('a', { href: address, download: name }).click()
  // The browser reads the file after this call.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
