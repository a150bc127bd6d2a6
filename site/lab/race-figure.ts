/** The race of the two views: a panel for each class, drawn up to the present step. */

import type { Table } from './figure.ts'
import type { RacedFound } from './found.ts'
import {
  drawingOf,
  type Panel,
  panelOf,
  revealTo,
  scaleLines,
  showVerdict,
  width,
  xOf,
  yOf,
} from './race-panel.ts'
import type { Recorded } from './recorder.ts'
import { knownOf, viewName } from './views.ts'

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

/** Strength of a feature at a step, on the line between the two recorded ones. */
const strengthAt = (race: Recorded, feature: number, step: number): number => {
  const after = race.step.findIndex(each => each >= step)
  if (after <= 0) return race.strength[Math.max(0, after)]?.[feature] ?? 0
  const share = (step - race.step[after - 1]) / (race.step[after] - race.step[after - 1])
  const [a, b] = [race.strength[after - 1][feature], race.strength[after][feature]]
  return a > 0 && b > 0 ? a ** (1 - share) * b ** share : a
}

export const raceFigure = (element: HTMLElement): RaceFigure => {
  let panels: Panel[] = []
  let race: Recorded = { step: [], strength: [] }
  let end: RacedFound | null = null
  let present = 0
  /** The power of ten at the lower end of the axis. */
  let lowest = -7

  const lastStep = (): number => Math.max(1, race.step.at(-1) ?? 1)

  const moveTo = (step: number): void => {
    present = step
    const x = xOf(step, lastStep())
    const learned = end !== null && step >= lastStep() ? end.learned : null
    panels.forEach((panel, i) => {
      revealTo(panel, x)
      panel.dots.forEach((dot, view) => {
        dot.setAttribute('cx', String(x))
        dot.setAttribute('cy', String(yOf(strengthAt(race, 2 * i + view, step), lowest)))
      })
      showVerdict(panel, learned === null ? '' : knownOf(learned, i))
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
    for (const { scale } of panels) scale.replaceChildren(...scaleLines(lowest))
    // A path has no more points than it has pixels.
    const every = Math.max(1, Math.floor(race.step.length / width))
    const shown = race.step.map((_, at) => at).filter(at => at % every === 0 || at === race.step.length - 1)
    panels.forEach(({ lines }, i) => {
      lines.forEach((line, view) => {
        const points = shown.map(
          at => `${xOf(race.step[at], lastStep())} ${yOf(race.strength[at][2 * i + view], lowest)}`,
        )
        line.setAttribute('d', points.length === 0 ? '' : `M${points.join('L')}`)
      })
    })
    moveTo(Math.min(present, lastStep()))
  }

  return {
    element,
    show,
    moveTo,
    table: () => tableAt(present, race, panels.length, end),
    whole: () => ({
      head: ['step', ...panels.flatMap((_, i) => viewName.map(name => `class ${i + 1} ${name}`))],
      rows: race.step.map((step, at) => [step, ...race.strength[at]]),
    }),
    drawing: () => drawingOf(panels),
  }
}

/** For each class the strengths of its views at the start and at a step. */
const tableAt = (present: number, race: Recorded, classes: number, end: RacedFound | null): Table => ({
  head: [
    'class',
    'blue at the start',
    'orange at the start',
    `blue at step ${Math.round(present)}`,
    `orange at step ${Math.round(present)}`,
    'ahead at the start',
    'learned',
  ],
  rows: Array.from({ length: classes }, (_, i) => {
    const ahead = end?.ahead[i]
    return [
      i + 1,
      ...[2 * i, 2 * i + 1].map(feature => strengthAt(race, feature, 0)),
      ...[2 * i, 2 * i + 1].map(feature => strengthAt(race, feature, present)),
      ahead ? viewName[ahead - 1] : '',
      end === null ? '' : knownOf(end.learned, i),
    ]
  }),
})
