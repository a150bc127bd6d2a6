/** The race of the two views: a panel for each class, drawn up to the present step. */

import { superscript } from '@multiview/theory/page'
import { svg } from './dom.ts'
import type { Table } from './figure.ts'
import type { RacedFound } from './found.ts'
import type { Recorded } from './recorder.ts'
import { knownOf, viewColour, viewName, words } from './views.ts'

const width = 168
const height = 112
const inner = { left: 40, right: 160, top: 26, bottom: 102 } as const

/** The vertical axis is logarithmic, between these powers of ten at least. */
const highest = 1

interface Panel {
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

let count = 0

const panelOf = (i: number): Panel => {
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

export interface RaceFigure {
  /** The panels' parent. */
  readonly element: HTMLElement
  /** Takes what is recorded so far; `end` when training has ended. */
  show(race: Recorded, classes: number, end: RacedFound | null): void
  /** Draws the race up to a step. */
  moveTo(step: number): void
  table(): Table
  whole(): Table
  drawing(): SVGSVGElement
}

export const raceFigure = (element: HTMLElement): RaceFigure => {
  let panels: Panel[] = []
  let race: Recorded = { step: [], strength: [] }
  let end: RacedFound | null = null
  let present = 0
  /** Powers of ten at the lower end of the axis. */
  let lowest = -7

  const lastStep = (): number => Math.max(1, race.step.at(-1) ?? 1)
  const xOf = (step: number): number =>
    rounded(inner.left + (inner.right - inner.left) * Math.min(1, step / lastStep()))
  const yOf = (strength: number): number => {
    const share = (Math.log10(Math.max(strength, 1e-300)) - lowest) / (highest - lowest)
    return rounded(inner.bottom - (inner.bottom - inner.top) * Math.min(1, Math.max(0, share)))
  }

  /** Strength 1, and the power of ten near the start. */
  const scaleLines = (): SVGElement[] =>
    [0, Math.ceil(lowest)]
      .filter((power, at) => at === 0 || power < -1)
      .flatMap(power => {
        const y = yOf(10 ** power)
        return [
          svg('line', { x1: inner.left, x2: inner.right, y1: y, y2: y, stroke: 'var(--line)' }),
          words(inner.left - 7, y + 4, power === 0 ? '1' : `10${superscript(power)}`, {
            anchor: 'end',
            size: 11,
            fill: 'var(--faint)',
          }),
        ]
      })

  /** Strength of a feature at a step, on the line between the two recorded ones. */
  const strengthAt = (feature: number, step: number): number => {
    const after = race.step.findIndex(each => each >= step)
    if (after <= 0) return race.strength[Math.max(0, after)]?.[feature] ?? 0
    const share = (step - race.step[after - 1]) / (race.step[after] - race.step[after - 1])
    const [a, b] = [race.strength[after - 1][feature], race.strength[after][feature]]
    return a > 0 && b > 0 ? a ** (1 - share) * b ** share : a
  }

  const moveTo = (step: number): void => {
    present = step
    const x = xOf(step)
    const isAtEnd = end !== null && step >= lastStep()
    panels.forEach(({ clip, dots, verdict }, i) => {
      clip.setAttribute('width', String(rounded(x - inner.left)))
      dots.forEach((dot, view) => {
        dot.setAttribute('cx', String(x))
        dot.setAttribute('cy', String(yOf(strengthAt(2 * i + view, step))))
      })
      const known = isAtEnd && end !== null ? knownOf(end.learned, i) : ''
      if (verdict.textContent === known) return
      verdict.textContent = known
      const view = viewName.indexOf(known as 'blue' | 'orange')
      verdict.setAttribute(
        'fill',
        view < 0 ? 'var(--ink)' : ['var(--view-1-text)', 'var(--view-2-text)'][view],
      )
    })
  }

  const show: RaceFigure['show'] = (recorded, classes, ended) => {
    race = recorded
    end = ended
    if (panels.length !== classes) {
      panels = Array.from({ length: classes }, (_, i) => panelOf(i))
      element.replaceChildren(...panels.map(({ picture }) => picture))
    }
    const start = race.strength[0]
    if (start !== undefined) {
      const least = Math.min(...Array.from(start).filter(value => value > 0))
      lowest = Math.log10(least) - 0.6
    }
    for (const { scale } of panels) scale.replaceChildren(...scaleLines())
    // A path has no more points than it has pixels.
    const every = Math.max(1, Math.floor(race.step.length / width))
    const shown = race.step.map((_, at) => at).filter(at => at % every === 0 || at === race.step.length - 1)
    panels.forEach(({ lines }, i) => {
      lines.forEach((line, view) => {
        const points = shown.map(at => `${xOf(race.step[at])} ${yOf(race.strength[at][2 * i + view])}`)
        line.setAttribute('d', points.length === 0 ? '' : `M${points.join('L')}`)
      })
    })
    moveTo(Math.min(present, lastStep()))
  }

  const table = (): Table => ({
    head: [
      'class',
      'blue at the start',
      'orange at the start',
      `blue at step ${Math.round(present)}`,
      `orange at step ${Math.round(present)}`,
      'ahead at the start',
      'learned',
    ],
    rows: panels.map((_, i) => {
      const ahead = end?.ahead[i]
      return [
        i + 1,
        ...[2 * i, 2 * i + 1].map(feature => strengthAt(feature, 0)),
        ...[2 * i, 2 * i + 1].map(feature => strengthAt(feature, present)),
        ahead ? viewName[ahead - 1] : '',
        end === null ? '' : knownOf(end.learned, i),
      ]
    }),
  })

  const whole = (): Table => ({
    head: ['step', ...panels.flatMap((_, i) => viewName.map(name => `class ${i + 1} ${name}`))],
    rows: race.step.map((step, at) => [step, ...race.strength[at]]),
  })

  /** All panels in one drawing. */
  const drawing = (): SVGSVGElement => {
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

  return { element, show, moveTo, table, whole, drawing }
}
