/** The panel of one class in the figure of the race. */

import { superscript } from '@multiview/theory/page'
import { svg } from './dom.ts'
import { viewColour, viewName, words } from './views.ts'

export const width = 168
const height = 112
const inner = { left: 40, right: 160, top: 26, bottom: 102 } as const

/** The vertical axis is logarithmic and ends at this power of ten. */
const highest = 1

export interface Panel {
  readonly picture: SVGSVGElement
  readonly lines: readonly SVGPathElement[]
  readonly dots: readonly SVGCircleElement[]
  readonly clip: SVGRectElement
  readonly verdict: SVGTextElement
  /** Lines at powers of ten, with their labels. */
  readonly scale: SVGGElement
}

/** Tenths of a pixel: a file is short, and the same whatever the last digits of a logarithm. */
const rounded = (pixels: number): number => Math.round(10 * pixels) / 10

/** Where a step stands, if the race has lasted until `last`. */
export const xOf = (step: number, last: number): number =>
  rounded(inner.left + (inner.right - inner.left) * Math.min(1, step / last))

/** Where a strength stands; `lowest` is the power of ten at the lower end of the axis. */
export const yOf = (strength: number, lowest: number): number => {
  const share = (Math.log10(Math.max(strength, 1e-300)) - lowest) / (highest - lowest)
  return rounded(inner.bottom - (inner.bottom - inner.top) * Math.min(1, Math.max(0, share)))
}

let count = 0

export const panelOf = (i: number): Panel => {
  const id = `race-${count++}`
  const clip = svg('rect', { x: inner.left, y: 0, width: 0, height })
  const lines = viewColour.map(stroke =>
    svg('path', { fill: 'none', stroke, 'stroke-width': 2, 'stroke-linejoin': 'round' }),
  )
  const dots = viewColour.map(fill => svg('circle', { r: 3.5, fill }))
  const verdict = words(inner.right, 15, '', { anchor: 'end', size: 11, bold: true })
  const scale = svg('g', { 'font-variant-numeric': 'tabular-nums' })
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, class: 'panel', width, height, 'aria-hidden': 'true' },
    svg('rect', {
      x: 0.5,
      y: 0.5,
      width: width - 1,
      height: height - 1,
      rx: 6,
      fill: 'var(--card)',
      stroke: 'var(--line)',
    }),
    words(8, 15, `class ${i + 1}`, { size: 11, fill: 'var(--faint)' }),
    verdict,
    scale,
    svg('clipPath', { id }, clip),
    svg('g', { 'clip-path': `url(#${id})` }, ...lines),
    ...dots,
  )
  return { picture, lines, dots, clip, verdict, scale }
}

/** Lines at strength 1, and at the power of ten near the start. */
export const scaleLines = (lowest: number): SVGElement[] =>
  [0, Math.ceil(lowest)]
    .filter((power, at) => at === 0 || power < -1)
    .flatMap(power => {
      const y = yOf(10 ** power, lowest)
      return [
        svg('line', { x1: inner.left, x2: inner.right, y1: y, y2: y, stroke: 'var(--line)' }),
        words(inner.left - 7, y + 4, power === 0 ? '1' : `10${superscript(power)}`, {
          anchor: 'end',
          size: 11,
          fill: 'var(--faint)',
        }),
      ]
    })

/** Shows the race up to x. */
export const revealTo = ({ clip }: Panel, x: number): void =>
  clip.setAttribute('width', String(rounded(x - inner.left)))

/** Shows which views the class has learned, if the race has ended. */
export const showVerdict = ({ verdict }: Panel, known: string): void => {
  if (verdict.textContent === known) return
  verdict.textContent = known
  const view = viewName.indexOf(known as 'blue' | 'orange')
  verdict.setAttribute('fill', view < 0 ? 'var(--ink)' : ['var(--view-1-text)', 'var(--view-2-text)'][view])
}

/** All panels in one drawing. */
export const drawingOf = (panels: readonly Panel[]): SVGSVGElement => {
  const columns = 4
  const all = svg('svg', {
    width: columns * (width + 8),
    height: Math.ceil(panels.length / columns) * (height + 8),
    role: 'img',
    'aria-label': 'The race of the two views of each class',
  })
  panels.forEach(({ picture }, i) => {
    const copy = picture.cloneNode(true) as SVGSVGElement
    copy.setAttribute('x', String((i % columns) * (width + 8)))
    copy.setAttribute('y', String(Math.floor(i / columns) * (height + 8)))
    all.append(copy)
  })
  return all
}
