/**
 * The live figures of the pages of the theory. Each is a small run of the lab's experiment with the
 * lab's own figures; the page without JavaScript has only the figures of full runs.
 */

import { type LabState, mostMembers, writeAddress } from './address.ts'
import { dialNames, dials, shown } from './dials.ts'
import { html } from './dom.ts'
import { drawErrors, ensembleTable, law, togetherOf, uncovered } from './ensemble-figure.ts'
import { type FigureOptions, figureTools } from './figure.ts'
import { type Growth, growth } from './growth.ts'
import { drawGrowth, growthSentence, growthTable } from './growth-figure.ts'
import { drawLabels, labelTable } from './label-figure.ts'
import { liveState, pairState, studentState } from './live-state.ts'
import { player } from './player.ts'
import { raceFigure } from './race-figure.ts'
import type { Request } from './request.ts'
import { emptyResults, type Results, withFound } from './results.ts'
import { runExperiment } from './run-experiment.ts'
import { pairSentence, raceSentence, studentSentence, studentTitles, uncoveredSentence } from './sentences.ts'
import { percent, type ViewRow, viewNumbers, viewTable, whenWidthChanges } from './views.ts'

/** The parts of a live figure. */
interface Frame {
  readonly controls: HTMLElement
  readonly picture: HTMLElement
  readonly result: HTMLElement
  /** @returns a function to call when the numbers have changed. */
  tools(options: Omit<FigureOptions, 'name'>): () => void
}

const frameOf = (figure: HTMLElement, title: string, name: string): Frame => {
  const controls = html('div', { class: 'line' })
  const picture = html('div', { class: 'picture wide', tabindex: 0, role: 'region', 'aria-label': title })
  const result = html('p', { class: 'result', 'aria-live': 'polite' })
  figure.append(
    html('p', { class: 'live-title' }, html('b', {}, 'Try it: '), title),
    controls,
    picture,
    result,
  )
  return { controls, picture, result, tools: options => figureTools(figure, { name, ...options }) }
}

const drawn =
  ({ picture }: Frame) =>
  (): SVGSVGElement | null =>
    picture.querySelector('svg')

/** The settings of a figure's experiment, and how the figures of full runs differ. */
const settingsSentence = ({ values, seed }: LabState, samples: number): string =>
  `Here ${dialNames.map(name => `${dials[name].symbol} = ${shown(name, values[name])}`).join(', ')}, N = ${samples}, seed ${seed}: so few classes that it takes about two seconds. The figure of the full run has more classes and training sets, and the settings that this page names. At few classes chance weighs more, and nothing is judged here.`

interface Parts {
  /** The state of the lab with the same experiment. */
  readonly state: LabState
  /** What of the experiment is run. */
  readonly members: number
  readonly students: Request['students']
}

/** Ten networks without students. */
const networks: Parts = { state: liveState, members: mostMembers, students: [] }

/**
 * Experiments of a figure, with buttons for other ones, a link to the same one in the lab, and a
 * caption with the settings.
 *
 * @param show draws what is found so far.
 * @param isEnough whether the rest of the experiment is not shown.
 */
const experiments = (
  { controls, result }: Frame,
  { state, members, students }: Parts,
  show: (results: Results) => void,
  isEnough: (results: Results) => boolean = ({ isDone }) => isDone,
): void => {
  let [data, start] = [1, 1]
  let stop = (): void => {}
  let results = emptyResults
  const link = html('a', {}, 'The same in the lab')
  const caption = html('figcaption')
  result.after(caption)
  const begin = (): void => {
    stop()
    link.href = `../index.html${writeAddress({ ...state, data, start })}`
    results = emptyResults
    show(results)
    const { values, seed } = state
    stop = runExperiment({ values, seed, data, start, members, students }, message => {
      if (message.kind === 'engine') return
      results = withFound(results, message)
      if (message.kind === 'data') caption.textContent = settingsSentence(state, message.presentViews.length)
      if (message.kind === 'failed') result.textContent = message.why
      else show(results)
      if (isEnough(results)) stop()
    })
  }
  const another = (title: string, move: () => void): HTMLButtonElement =>
    html(
      'button',
      {
        type: 'button',
        click: () => {
          move()
          begin()
        },
      },
      title,
    )
  controls.append(
    another('Another start', () => start++),
    another('Other data', () => data++),
    link,
  )
  whenWidthChanges(() => show(results))
  begin()
}

let sliders = 0

const slider = (
  title: string,
  [min, max, value]: readonly [number, number, number],
  show: (value: number) => string,
  change: () => void,
): { element: HTMLElement; value: () => number } => {
  const id = `live-${sliders++}`
  const output = html('output', {}, show(value))
  const input = html('input', {
    type: 'range',
    id,
    min,
    max,
    value,
    input: () => {
      output.textContent = show(Number(input.value))
      change()
    },
  })
  return {
    element: html('label', { class: 'line', for: id }, title, ' ', output, ' ', input),
    value: () => Number(input.value),
  }
}

/** Lemma D.19. */
const growthLive = (figure: HTMLElement): void => {
  const frame = frameOf(figure, 'two numbers that grow as a power of themselves', 'growth')
  const change = (): void => {
    const found = present()
    frame.picture.replaceChildren(drawGrowth(found))
    frame.result.textContent = growthSentence(q.value(), found)
    refresh()
  }
  const q = slider('q =', [2, 5, 3], String, change)
  const lead = slider('x starts ahead by', [0, 50, 10], value => `${value}%`, change)
  frame.controls.append(q.element, lead.element)
  const present = (): Growth => growth(q.value(), lead.value() / 100)
  const refresh = frame.tools({
    table: () => growthTable(present(), 50),
    whole: () => growthTable(present()),
    drawing: drawn(frame),
  })
  whenWidthChanges(change)
  change()
}

/** The lottery. */
const raceLive = (figure: HTMLElement): void => {
  const frame = frameOf(figure, 'the race of the two views of six classes', 'race')
  const panels = html('div', { class: 'race', role: 'img', 'aria-label': 'The race of the two views' })
  const race = raceFigure(panels)
  const clock = player(race.moveTo, () => {})
  frame.picture.replaceWith(clock.element, panels)
  const refresh = frame.tools({ table: race.table, whole: race.whole, drawing: race.drawing })
  experiments(
    frame,
    networks,
    ({ race: recorded, raced }) => {
      if (recorded === null) {
        clock.rewind()
        frame.result.textContent = ''
        return
      }
      race.show(recorded, liveState.values.k, raced)
      clock.setEnd(recorded.step.at(-1) ?? 0, raced !== null)
      clock.showEnd()
      frame.result.textContent = raced === null ? '' : raceSentence(raced)
      refresh()
    },
    ({ raced }) => raced !== null,
  )
}

const trainingSentence = ({ members }: Results, of: number): string =>
  members.length < of ? `Training network ${members.length + 1} of ${of} …` : 'Teaching the student …'

const viewPicture = ({ values }: LabState, rows: readonly ViewRow[]): SVGSVGElement[] =>
  rows.length === 0 ? [] : [viewTable(values.k, rows, 'error', 'The views that each network has learned')]

/** A row of a picture of views for one network. */
const rowOf = (
  title: string,
  { learned, error }: { learned: ViewRow['learned']; error: number },
): ViewRow => ({
  title,
  learned,
  share: error,
})

/** Theorem 1: every network alone. */
const networksLive = (figure: HTMLElement): void => {
  const frame = frameOf(figure, 'what each of ten networks learns', 'networks')
  let members: Results['members'] = []
  const refresh = frame.tools({ table: () => ensembleTable(members), drawing: drawn(frame) })
  experiments(frame, networks, results => {
    members = results.members
    const rows = members.map((member, at) => rowOf(`network ${at + 1}`, member))
    frame.picture.replaceChildren(...viewPicture(networks.state, rows))
    const mean = members.reduce((sum, { error }) => sum + error, 0) / members.length
    frame.result.textContent =
      members.length === 0
        ? ''
        : `On new samples that show one view the ${members.length} networks are wrong on ${percent(mean)}, on average.`
    refresh()
  })
}

/** Theorem 2 and the law 2^−L. */
const ensembleLive = (figure: HTMLElement): void => {
  const frame = frameOf(figure, 'the error of an ensemble of one to ten networks', 'ensemble')
  let results = emptyResults
  const show = (): void => {
    const members = results.members.slice(0, size.value())
    frame.picture.replaceChildren(drawErrors(members, mostMembers))
    const last = members.at(-1)
    frame.result.textContent =
      last === undefined
        ? ''
        : uncoveredSentence(
            members.length,
            uncovered(togetherOf(members)),
            last.ensembleError,
            law(members.length),
          )
    refresh()
  }
  const size = slider('networks:', [1, mostMembers, mostMembers], String, show)
  const refresh = frame.tools({ table: () => ensembleTable(results.members), drawing: drawn(frame) })
  frame.controls.append(size.element)
  experiments(frame, networks, found => {
    results = found
    show()
  })
}

/** Theorem 3: one student of the ensemble, beside the ensemble and a network of the labels. */
const studentLive = (figure: HTMLElement): void => {
  const frame = frameOf(figure, 'one student of ten networks', 'student')
  networksInRows(frame, { state: studentState, members: mostMembers, students: ['ensemble'] }, found => {
    const { members, students } = found
    const last = members.at(-1)
    if (last === undefined) return [[], '']
    const title = members.length === 1 ? 'one network' : `${members.length} networks together`
    const rows = [
      rowOf(title, { learned: togetherOf(members), error: last.ensembleError }),
      ...students.map(student => rowOf(studentTitles[student.name], student)),
    ]
    return [rows, found.isDone ? studentSentence(students) : trainingSentence(found, mostMembers)]
  })
}

/** Theorem 4: a network before and after one other has taught it. */
const pairLive = (figure: HTMLElement): void => {
  const frame = frameOf(figure, 'one network that one other teaches', 'pair')
  networksInRows(frame, { state: pairState, members: 2, students: ['self'] }, found => {
    const { members, students } = found
    const taught = students.find(({ name }) => name === 'self')
    const rows = [
      ...members.map((member, at) => rowOf(['the network', 'its teacher'][at], member)),
      ...(taught === undefined ? [] : [rowOf('after teaching', taught)]),
    ]
    return [
      rows,
      taught === undefined ? trainingSentence(found, 2) : pairSentence(members[0], members[1], taught),
    ]
  })
}

/** An experiment whose figure has a row for each network, and a sentence. */
const networksInRows = (
  frame: Frame,
  parts: Parts,
  shownOf: (results: Results) => readonly [readonly ViewRow[], string],
): void => {
  let rows: readonly ViewRow[] = []
  const refresh = frame.tools({
    table: () => viewNumbers(parts.state.values.k, rows),
    drawing: drawn(frame),
  })
  experiments(frame, parts, results => {
    const [nowRows, sentence] = shownOf(results)
    rows = nowRows
    frame.picture.replaceChildren(...viewPicture(parts.state, rows))
    frame.result.textContent = sentence
    refresh()
  })
}

/** What outputs say that labels do not. */
const labelsLive = (figure: HTMLElement): void => {
  const frame = frameOf(figure, 'what a label, one network and ten networks say of a sample', 'soft-labels')
  let labels: Results['labels'] = []
  const choice = html('select', { change: () => show() })
  const shown = (): Results['labels'][number] | undefined => labels[Math.max(0, choice.selectedIndex)]
  const show = (): void => {
    const sample = shown()
    frame.picture.replaceChildren(...(sample === undefined ? [] : [drawLabels(sample)]))
    refresh()
  }
  const refresh = frame.tools({
    table: () => {
      const sample = shown()
      return sample === undefined ? { head: [], rows: [] } : labelTable(sample)
    },
    drawing: drawn(frame),
  })
  frame.controls.append(html('label', { class: 'line' }, 'A training sample of class ', choice))
  experiments(
    frame,
    networks,
    results => {
      frame.result.textContent = results.labels.length === 0 ? trainingSentence(results, mostMembers) : ''
      if (labels.length === 0 && results.labels.length > 0)
        choice.replaceChildren(...results.labels.map(({ label }) => html('option', {}, `${label + 1}`)))
      if (results.labels.length === 0) return
      labels = results.labels
      show()
    },
    results => results.labels.length > 0,
  )
}

const kinds: Readonly<Record<string, (figure: HTMLElement) => void>> = {
  growth: growthLive,
  race: raceLive,
  networks: networksLive,
  ensemble: ensembleLive,
  student: studentLive,
  pair: pairLive,
  labels: labelsLive,
}

/** A figure runs when it is about to be seen. */
const watch = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      watch.unobserve(target)
      kinds[(target as HTMLElement).dataset.live ?? '']?.(target as HTMLElement)
    }
  },
  { rootMargin: '200px' },
)
for (const figure of document.querySelectorAll('[data-live]')) watch.observe(figure)
