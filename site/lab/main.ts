/** The lab: its state, its worker, and the figures that show what the worker finds. */

import { type LabState, mostMembers, readAddress, writeAddress } from './address.ts'
import { addressBar } from './address-bar.ts'
import { benchFigure } from './bench-figure.ts'
import { controls } from './controls.ts'
import { dataTable, drawData } from './data-figure.ts'
import { clash } from './dials.ts'
import { byId, html } from './dom.ts'
import { drawErrors, ensembleTable, law, togetherOf, uncovered } from './ensemble-figure.ts'
import { type FigureOptions, figureTools } from './figure.ts'
import type { Found } from './found.ts'
import { inNode } from './in-node.ts'
import { drawLabels, labelTable } from './label-figure.ts'
import { player } from './player.ts'
import { raceFigure } from './race-figure.ts'
import { type Request, taughtStudents } from './request.ts'
import { emptyResults, type Results, withFound } from './results.ts'
import { runExperiment } from './run-experiment.ts'
import {
  learnedSentence,
  raceSentence,
  statusSentence,
  studentSentence,
  studentTitles,
  uncoveredSentence,
} from './sentences.ts'
import { verifyFigure } from './verify-figure.ts'
import { percent, type ViewRow, viewNumbers, viewTable, whenWidthChanges } from './views.ts'
import type { Message } from './worker.ts'

const { state: firstRead, refused } = readAddress(location.search)
let state: LabState = firstRead
let results: Results = emptyResults
let stop = (): void => {}
let webAssembly = true
const writeQuery = addressBar()

/** Replaces the drawing of an element. */
const put = (id: string, picture: SVGSVGElement | null): void => {
  byId(id).replaceChildren(...(picture === null ? [] : [picture]))
}
const drawn = (id: string) => (): SVGSVGElement | null => byId(id).querySelector('svg')
const withTools = (id: string, options: FigureOptions): (() => void) => figureTools(byId(id), options)

// The race.

const race = raceFigure(byId('race'))
const studentRace = raceFigure(byId('student-race'))
const clock = player(
  step => {
    race.moveTo(step)
    refreshRace()
  },
  step => setState({ step }),
)
byId('player').replaceWith(clock.element)

// Tables and files.

const refreshData = withTools('data-figure', {
  name: 'samples',
  table: () => (results.data === null ? { head: [], rows: [] } : dataTable(results.data)),
  drawing: () => byId('data-figure').querySelector('svg'),
})
const refreshRace = withTools('race-figure', {
  name: 'race',
  table: race.table,
  whole: race.whole,
  drawing: race.drawing,
})
const refreshEnsemble = withTools('ensemble-figure', {
  name: 'ensemble',
  table: () => ensembleTable(results.members),
  drawing: drawn('ensemble-errors'),
})
const refreshLabels = withTools('soft-figure', {
  name: 'soft-labels',
  table: () =>
    results.labels.length === 0 ? { head: [], rows: [] } : labelTable(results.labels[shownLabel()]),
  drawing: drawn('soft-labels'),
})
const refreshStudents = withTools('students-figure', {
  name: 'students',
  table: () => viewNumbers(state.values.k, studentRows()),
  drawing: drawn('student-views'),
})
const refreshStudentRace = withTools('student-race-figure', {
  name: 'student-race',
  table: studentRace.table,
  whole: studentRace.whole,
  drawing: studentRace.drawing,
})

verifyFigure(byId('verify-figure'), byId('claims'), () => state.seed)
benchFigure(byId('bench-figure'), byId('bench-button'), byId('bench-bars'), byId('bench-result'))

// Controls.

const dialling = controls(values => change({ values }))
byId('presets').replaceWith(dialling.presets, dialling.why)
byId('dials').append(dialling.dials)
byId('other-start').addEventListener('click', () => change({ start: state.start + 1 }))
byId('other-data').addEventListener('click', () => change({ data: state.data + 1 }))

const memberSlider = byId('members') as HTMLInputElement
memberSlider.addEventListener('input', () => {
  const members = Number(memberSlider.value)
  setState({ members: members === mostMembers ? null : members })
  showEnsemble()
})

const labelChoice = byId('soft-class') as HTMLSelectElement
labelChoice.addEventListener('change', () => showLabels())
const shownLabel = (): number => Math.max(0, Math.min(labelChoice.selectedIndex, results.labels.length - 1))

// What each part shows.

const showData = (): void => {
  const { data } = results
  if (data === null) return
  byId('data-figure').querySelector('.picture')?.replaceChildren(drawData(data))
  refreshData()
}

const showRace = (): void => {
  if (results.race === null) return
  race.show(results.race, state.values.k, results.raced)
  clock.setEnd(results.race.step.at(-1) ?? 0, results.raced !== null)
  byId('race-result').textContent = results.raced === null ? '' : raceSentence(results.raced)
  byId('break-result').textContent = results.raced === null ? '' : learnedSentence(results.raced)
  refreshRace()
}

const showEnsemble = (): void => {
  const wanted = state.members ?? mostMembers
  const members = results.members.slice(0, wanted)
  const count = Math.max(1, members.length)
  memberSlider.value = String(state.members ?? count)
  byId('member-count').textContent = String(state.members ?? count)
  put('ensemble-errors', drawErrors(members, mostMembers))
  if (members.length === 0) {
    put('ensemble-views', null)
    byId('ensemble-result').textContent = ''
  } else {
    const together = togetherOf(members)
    const rows = members.map(({ learned, error }, at) => ({
      title: `network ${at + 1}`,
      learned,
      share: error,
    }))
    const { ensembleError } = members[members.length - 1]
    const last = { title: 'together', learned: together, share: ensembleError, bold: true }
    const lost = uncovered(together)
    put(
      'ensemble-views',
      viewTable(
        state.values.k,
        [...rows, last],
        'error',
        'The views that each network of the ensemble has learned',
      ),
    )
    byId('ensemble-result').textContent = uncoveredSentence(
      members.length,
      lost,
      ensembleError,
      law(members.length),
    )
  }
  refreshEnsemble()
}

const showLabels = (): void => {
  const { labels } = results
  if (labelChoice.options.length !== labels.length)
    labelChoice.replaceChildren(...labels.map(({ label }) => html('option', {}, `${label + 1}`)))
  put('soft-labels', labels.length === 0 ? null : drawLabels(labels[shownLabel()]))
  refreshLabels()
}

const studentRows = (): ViewRow[] =>
  results.students.map(({ name, learned, error }) => ({
    title: studentTitles[name],
    learned,
    share: error,
  }))

const showStudents = (): void => {
  const { students } = results
  const rows = studentRows()
  put(
    'student-views',
    rows.length === 0
      ? null
      : viewTable(state.values.k, rows, 'error', 'The views that each student has learned'),
  )
  byId('student-result').textContent = studentSentence(students)
  const taught = students.find(({ name }) => name === 'ensemble')?.race ?? null
  byId('student-race-figure').hidden = taught === null
  if (taught !== null) {
    studentRace.show(taught, Math.min(4, state.values.k), null)
    studentRace.moveTo(taught.step.at(-1) ?? 0)
    refreshStudentRace()
  }
  refreshStudents()
}

/** What the page is about, in three numbers. */
const showErrors = (): void => {
  const { raced, members, students } = results
  const put = (id: string, error: number | undefined): void => {
    byId(id).textContent = error === undefined ? '…' : percent(error)
  }
  put('error-one', raced?.singleError)
  put('error-ensemble', members.at(-1)?.ensembleError)
  put('error-student', students.find(({ name }) => name === 'ensemble')?.error)
  byId('error-members').textContent = `${members.length < 2 ? mostMembers : members.length} networks together`
}

const showStatus = (): void => {
  showErrors()
  byId('status').textContent = statusSentence(results, mostMembers, state, webAssembly)
  byId('status').classList.toggle('refused', results.failure !== null)
}

const showAll = (): void => {
  showData()
  showRace()
  showEnsemble()
  showLabels()
  showStudents()
  showStatus()
}

/** The parts that a piece of the results belongs to. */
const showers: Record<Exclude<Found['kind'], 'failed' | 'done'>, () => void> = {
  data: showData,
  race: showRace,
  raced: showRace,
  member: showEnsemble,
  'soft labels': showLabels,
  student: showStudents,
}

// The worker.

const take = (message: Message): void => {
  if (message.kind === 'engine') {
    webAssembly = message.webAssembly
    return
  }
  results = withFound(results, message)
  if (message.kind === 'failed') {
    // The drawings of the earlier settings do not belong to the present ones.
    race.show({ step: [], strength: [] }, 0, null)
    byId('race-result').textContent = message.why
    byId('data-figure').querySelector('.picture')?.replaceChildren()
  } else if (message.kind !== 'done') showers[message.kind]()
  showStatus()
  document.body.dataset.lab = message.kind
}

/** Begins the experiment of the present state, and ends the one before. */
const begin = (): void => {
  stop()
  results = emptyResults
  document.body.dataset.lab = 'begun'
  const why = clash(state.values)
  // The worker loads while the page is drawn.
  if (why === null) stop = runExperiment(requestOf(state), take)
  dialling.update(state.values)
  byId('in-node').textContent = inNode(requestOf(state))
  byId('command').textContent = `npm run verify -- --seed ${state.seed}`
  showAll()
  if (why !== null) take({ kind: 'failed', why })
}

const requestOf = ({ values, seed, data, start }: LabState): Request => ({
  values,
  seed,
  data,
  start,
  members: mostMembers,
  students: taughtStudents,
})

const setState = (part: Partial<LabState>): void => {
  state = { ...state, ...part }
  writeQuery(writeAddress(state))
  const without = byId('without-controls') as HTMLAnchorElement
  without.href = writeAddress({ ...state, controls: false })
}

/** A new experiment, whose race plays at once. */
const change = (part: Partial<LabState>): void => {
  setState({ ...part, step: null, members: null })
  clock.rewind()
  begin()
  startPlaying()
}

const wantsLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Plays the race. For readers who want less motion it shows the end instead. */
const startPlaying = (): void => {
  if (wantsLessMotion()) clock.showEnd()
  else clock.play()
}

document.body.classList.toggle('without-controls', !state.controls)
if (refused.length > 0) {
  byId('refused').textContent = refused.join(' ')
  byId('refused').hidden = false
}
const { step } = state
setState({})
begin()
if (step !== null) clock.standAt(step)
else if (wantsLessMotion()) clock.showEnd()
else {
  // The race begins when it is seen.
  const watch = new IntersectionObserver(entries => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return
    watch.disconnect()
    // Unless a reader has moved it before.
    if (state.step === null) clock.play()
  })
  watch.observe(byId('race'))
}
whenWidthChanges(showAll)
